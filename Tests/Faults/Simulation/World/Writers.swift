/// The business transactions of the schedule, from outside the machines. A transaction draws its number early and commits
/// late; of one subject, the next waits for the lock of the one before.
final class Writers {
    private unowned let world: World
    /// Per service and subject: who holds the counter's lock, and who waits for it.
    private var lines: [Int: [(write: Schedule.Write, xid: Int64)]] = [:]
    private var losses = [0, 0]

    init(world: World) { self.world = world }

    func begin() {
        for write in self.world.schedule.writes {
            self.world.plan(at: write.at) { [unowned self] in self.arrive(write) }
        }
    }

    /// The sessions of a service's writers are gone: their transactions are rolled back.
    func lose(_ service: Int) {
        self.losses[service] += 1
        for subject in 0..<Schedule.subjects {
            for waiting in self.lines[self.key(service, subject)] ?? [] {
                self.world.databases[service].ended(waiting.xid)
            }
            self.lines[self.key(service, subject)] = nil
        }
    }

    private func key(_ service: Int, _ subject: Int) -> Int { service * 1_000 + subject }

    private func arrive(_ write: Schedule.Write) {
        let database = self.world.databases[write.service]
        guard database.isUp else { return self.world.note("write \(write.number) is refused: database away") }
        // The number of a transaction is drawn before it waits for anything.
        let xid = database.begun()
        let key = self.key(write.service, write.subject)
        self.lines[key, default: []].append((write, xid))
        if self.lines[key]?.count == 1 { self.insert(key) }
    }

    private func insert(_ key: Int) {
        guard let (write, xid) = self.lines[key]?.first else { return }
        let database = self.world.databases[write.service]
        let losses = self.losses[write.service]
        let id = database.nextRow()
        self.world.plan(at: self.world.now + write.openFor) { [unowned self] in
            guard self.losses[write.service] == losses else { return }
            if !write.isRolledBack {
                let post = database.tables.append(
                    subject: write.subject, write: write.number, service: write.service, id: id, xid: xid)
                self.world.note("write \(write.number) commits \(post.text), row \(id), transaction \(xid)")
                if let after = write.timer { database.tables.arm(write.number, due: self.world.now + after) }
                self.world.checker.committed(write.service, database.tables)
                database.isOnDisk()
            }
            database.ended(xid)
            self.world.ring(write.service)
            self.lines[key]?.removeFirst()
            if self.lines[key]?.isEmpty ?? true { self.lines[key] = nil } else { self.insert(key) }
        }
    }
}
