/// Every event that is published, with its publisher and its consumers; tests hold the code and the AsyncAPI document
/// against it.
public enum EventCatalogue {
    /// One published type.
    public struct Entry: Sendable {
        /// The body's type.
        public let body: any Event.Type
        /// The only service that publishes it.
        public let publisher: ServiceName
        /// The services that act on it. Empty means terminal: published for observers, without `mandatory`.
        public let consumers: Set<ServiceName>

        /// Whether no service acts on it.
        public var isTerminal: Bool { self.consumers.isEmpty }
    }

    /// In the order in which a case meets them.
    public static let all: [Entry] = [
        Entry(body: StandardPublished.self, publisher: .intake, consumers: [.review, .notify, .rating]),
        Entry(body: CalendarPublished.self, publisher: .review, consumers: [.rating]),
        Entry(body: ContactVerified.self, publisher: .intake, consumers: [.notify]),
        Entry(body: ContactProofRequested.self, publisher: .intake, consumers: [.notify]),
        Entry(body: SubmissionSubmitted.self, publisher: .intake, consumers: [.review]),
        Entry(body: SubmissionResubmitted.self, publisher: .intake, consumers: [.review]),
        Entry(body: CaseOpened.self, publisher: .review, consumers: [.intake, .notify, .rating]),
        Entry(body: CaseReturned.self, publisher: .review, consumers: [.intake, .notify]),
        Entry(body: CaseDeclaredComplete.self, publisher: .review, consumers: [.intake, .notify]),
        Entry(body: CaseDueMoved.self, publisher: .review, consumers: [.intake, .notify]),
        Entry(body: CaseExamined.self, publisher: .review, consumers: [.intake]),
        Entry(body: CaseCorrectionRequested.self, publisher: .review, consumers: [.intake, .notify]),
        Entry(body: CaseEvaluationOpened.self, publisher: .review, consumers: [.intake]),
        Entry(body: CaseEvaluated.self, publisher: .review, consumers: [.intake]),
        Entry(body: CaseLetterDrafted.self, publisher: .review, consumers: [.intake]),
        Entry(body: CaseLetterIssued.self, publisher: .review, consumers: [.intake, .notify, .rating]),
        Entry(body: CaseRefused.self, publisher: .review, consumers: [.intake, .notify, .rating]),
        Entry(body: DeliveryCompleted.self, publisher: .notify, consumers: [.intake, .review, .rating]),
        Entry(body: RatingGiven.self, publisher: .rating, consumers: [.intake, .review]),
        Entry(body: CaseCompleted.self, publisher: .review, consumers: [.intake, .rating]),
        Entry(body: ComplaintFiled.self, publisher: .rating, consumers: []),
    ]

    /// The entry of a type; `nil` for a name that nobody publishes.
    public static func entry(_ type: MessageType) -> Entry? { self.all.first { $0.body.type == type } }
}
