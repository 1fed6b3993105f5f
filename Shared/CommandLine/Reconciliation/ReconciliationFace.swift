import Foundation

/// How the comparisons of one service stand, as it answers.
struct ReconciliationStanding: Decodable {
    struct Consumer: Decodable {
        let consumer: String
        let scope: String?
        let drift: Int
        let waiting: Int
        let parked: Int
        let lastComplete: String?
        let unansweredSince: String?
    }

    struct Rebuild: Decodable {
        let since: String
        let askedAt: String
        let marked: Int
        let finishedAt: String?
    }

    let consumers: [Consumer]
    let sendingAgain: Int
    let rebuild: Rebuild?

    /// Whether no comparison and no rebuild is on its way, nothing is missing and nothing is being sent again.
    var isAtRest: Bool {
        self.sendingAgain == 0 && (self.rebuild.map { $0.finishedAt != nil } ?? true)
            && self.consumers.allSatisfy { $0.scope == nil && $0.drift == 0 }
    }

    /// Messages that consumers are known to lack.
    var drift: Int { self.consumers.reduce(0) { $0 + $1.drift } }

    /// A line for each consumer.
    func lines(of service: String) -> [String] {
        self.consumers.map { consumer in
            var words = ["\(service) -> \(consumer.consumer): drift \(consumer.drift)"]
            words.append("waiting \(consumer.waiting), parked \(consumer.parked)")
            if let scope = consumer.scope { words.append("comparing (\(scope))") }
            if let since = consumer.unansweredSince { words.append("unanswered since \(since)") }
            words.append(consumer.lastComplete.map { "complete \($0)" } ?? "never complete")
            return words.joined(separator: ", ")
        } + (self.sendingAgain > 0 ? ["\(service): sending \(self.sendingAgain) messages again"] : [])
            + (self.rebuild.map { ["\(service): \($0.line)"] } ?? [])
    }
}

extension ReconciliationStanding.Rebuild {
    /// How far it is.
    var line: String {
        self.finishedAt.map { "rebuild of \(self.askedAt) finished \($0), \(self.marked) messages for readers outside" }
            ?? "rebuild of \(self.askedAt) under way, \(self.marked) messages for readers outside so far"
    }
}

/// The reconciliation of one service, over its operator's face.
struct ReconciliationFace {
    private let client: OperatorClient
    var service: String { self.client.service }

    /// The faces of these services; all four when none is named. Signs in once.
    ///
    /// - Throws: ``MissingSetting``, ``OperatorRefused``.
    static func of(_ services: [String] = []) async throws -> [ReconciliationFace] {
        try await OperatorAddress.signIn(to: services).map { ReconciliationFace(client: $0) }
    }

    func standing() async throws -> ReconciliationStanding {
        try Self.read(try await self.client.get("reconciliation"))
    }

    func order(full: Bool) async throws -> ReconciliationStanding {
        try Self.read(try await self.client.post("reconciliation", ["scope": full ? "full" : "regular"]))
    }

    /// - Returns: the rebuild that is under way, and whether it is the one that was asked for.
    func rebuild(pastHours: Int) async throws -> (rebuild: ReconciliationStanding.Rebuild, isNew: Bool) {
        struct Rebuilding: Decodable {
            let isNew: Bool
            let rebuild: ReconciliationStanding.Rebuild
        }
        let answer = try await self.client.post("reconciliation/rebuild", ["pastHours": pastHours])
        let rebuilding = try JSONDecoder().decode(Rebuilding.self, from: answer)
        return (rebuilding.rebuild, rebuilding.isNew)
    }

    /// Until the service is at rest; says meanwhile what is missing where.
    ///
    /// - Returns: how it stands then, or when the patience is over.
    func rest(within patience: Duration) async throws -> ReconciliationStanding {
        let deadline = ContinuousClock.now + patience
        var said: Set<String> = []
        while true {
            let standing = try await self.standing()
            for consumer in standing.consumers where consumer.drift > 0 {
                let line = "\(self.service) -> \(consumer.consumer): \(consumer.drift) missing, sent again"
                if said.insert(line).inserted { print(line) }
            }
            if standing.isAtRest || ContinuousClock.now >= deadline { return standing }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private static func read(_ data: Data) throws -> ReconciliationStanding {
        try JSONDecoder().decode(ReconciliationStanding.self, from: data)
    }
}
