/// A complaint comes in from a channel.
public struct FileComplaint: Command, Hashable {
    public static let type: MessageType = "complaint.file.v1"

    /// Chosen by the sender, 8 to 100 characters; often the channel's own number.
    public var idempotencyKey: String
    /// `lapor`, `webapps`, `email`, `sms`, `whatsapp`, `kotak-saran`, `instagram`, `portal`.
    public var channel: String
    /// The channel's own number, for updates.
    public var channelReference: String?
    /// The unit it is about.
    public var unit: UnitCode
    /// What the complainant says, at most 5,000 characters.
    public var text: String
    /// Left out for an anonymous complaint.
    public var complainantName: Personal<String>?
    /// E-mail address or telephone number for the answer.
    public var complainantContact: Personal<String>?
    /// Whether the complaint is hidden from the public and from officers without the right.
    public var confidential: Bool
    /// The case it is about.
    public var caseNumber: String?

    /// Takes every part as it is.
    public init(
        idempotencyKey: String, channel: String, channelReference: String? = nil, unit: UnitCode, text: String,
        complainantName: Personal<String>? = nil, complainantContact: Personal<String>? = nil, confidential: Bool,
        caseNumber: String? = nil
    ) {
        self.idempotencyKey = idempotencyKey
        self.channel = channel
        self.channelReference = channelReference
        self.unit = unit
        self.text = text
        self.complainantName = complainantName
        self.complainantContact = complainantContact
        self.confidential = confidential
        self.caseNumber = caseNumber
    }
}
