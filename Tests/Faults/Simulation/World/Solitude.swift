/// Lets what is suspected of ending processes run with nothing beside it in its node. The same order as the `Solitude` of
/// MessagingLive, which waits for tasks where this one is called back.
final class Solitude {
    private var running = 0
    private var isAlone = false
    private var waiting: [(alone: Bool, go: () -> Void)] = []

    func enter(alone: Bool, _ go: @escaping () -> Void) {
        self.waiting.append((alone, go))
        self.admit()
    }

    func leave() {
        self.running -= 1
        self.isAlone = false
        self.admit()
    }

    private func admit() {
        while let next = self.waiting.first, !self.isAlone, !next.alone || self.running == 0 {
            self.waiting.removeFirst()
            self.running += 1
            self.isAlone = next.alone
            next.go()
        }
    }
}
