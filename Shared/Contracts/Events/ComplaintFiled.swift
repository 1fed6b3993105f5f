public import Foundation

/// A complaint has been filed. Its text and the complainant stay with Rating.
public struct ComplaintFiled: Event, Hashable {
    public static let type: MessageType = "complaint.filed.v1"

    /// The complaint.
    public var complaintId: ComplaintID
    /// What the complainant holds.
    public var trackingCode: String
    /// The unit it is about.
    public var unit: UnitCode
    /// Where it came in: `portal`, `lapor`, `email`, `sms`, `whatsapp`, `webapps`, `kotak-saran`, `instagram`.
    public var channel: String
    /// When.
    public var filedAt: Date

    public var subject: String { self.complaintId.description }

    /// Takes every part as it is.
    public init(complaintId: ComplaintID, trackingCode: String, unit: UnitCode, channel: String, filedAt: Date) {
        self.complaintId = complaintId
        self.trackingCode = trackingCode
        self.unit = unit
        self.channel = channel
        self.filedAt = filedAt
    }
}
