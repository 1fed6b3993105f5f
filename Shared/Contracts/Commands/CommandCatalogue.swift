/// Every command that is accepted over AMQP: which service carries it out, and who may send it.
public enum CommandCatalogue {
    /// Who may send a command. The broker user, which the broker checks, says who a program is; the topology of
    /// `Messaging` says which users are which.
    public enum Sender: String, Sendable, Hashable, CaseIterable {
        /// The portal front end of BPS; the broker user is the proof.
        case portal
        /// An officer's program: the header `actor-token` names the person, and the service checks role and unit.
        case officer
        /// An integration of a complaint channel; the broker user is the proof.
        case complaintChannel = "complaint-channel"
    }

    /// One accepted command.
    public struct Entry: Sendable {
        /// The body's type.
        public let body: any Command.Type
        /// The service that carries it out.
        public let service: ServiceName
        /// Who may send it.
        public let sender: Sender
    }

    /// Who may send the command; `nil` for one that is not accepted at all.
    public static func sender(of type: MessageType) -> Sender? { self.all.first { $0.body.type == type }?.sender }

    /// All of them.
    public static let all: [Entry] = [
        Entry(body: SubmitSubmission.self, service: .intake, sender: .portal),
        Entry(body: TakeCase.self, service: .review, sender: .officer),
        Entry(body: GiveBackCase.self, service: .review, sender: .officer),
        Entry(body: ReturnCase.self, service: .review, sender: .officer),
        Entry(body: DeclareCaseComplete.self, service: .review, sender: .officer),
        Entry(body: ExamineCase.self, service: .review, sender: .officer),
        Entry(body: OpenEvaluation.self, service: .review, sender: .officer),
        Entry(body: GiveOpinion.self, service: .review, sender: .officer),
        Entry(body: CloseEvaluation.self, service: .review, sender: .officer),
        Entry(body: DraftLetter.self, service: .review, sender: .officer),
        Entry(body: SignLetter.self, service: .review, sender: .officer),
        Entry(body: FileComplaint.self, service: .rating, sender: .complaintChannel),
    ]
}
