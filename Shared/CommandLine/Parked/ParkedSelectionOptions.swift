import ArgumentParser

/// Which service is asked.
struct ServiceOption: ParsableArguments {
    @Option(help: "intake, review, notify or rating.", transform: OperatorAddress.service)
    var service: String
}

/// Which parked messages are meant.
struct ParkedSelectionOptions: ParsableArguments {
    @Option(help: "Only those of this type, for instance case.opened.v1.")
    var type: String?
    @Option(help: "Only those that rest for this reason, as the list shows it.")
    var reason: String?
    @Option(help: "Only those of this queue.")
    var queue: String?
    @Option(name: [.customLong("case"), .long], help: "Only those about this subject: the id of a case, for instance.")
    var subject: String?
    @Option(help: "Only those with this text in type, subject, reason, message id or body.")
    var text: String?

    /// As the operator's face reads them; without what was not said.
    var query: [String: String] {
        ["type": self.type, "reason": self.reason, "queue": self.queue, "subject": self.subject, "text": self.text]
            .compactMapValues { $0 }
    }
}
