public import Contracts

/// Why a template cannot be used. Found when templates are loaded, so that the service does not start with it.
public struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The template at fault.
    public let kind: NoticeKind
    /// Its channel.
    public let channel: ServiceStandard.Channel
    /// Its version; 0 when there is none.
    public let version: Int
    /// What is wrong.
    public let reason: Reason

    /// What is wrong.
    public enum Reason: Error, Hashable, Sendable {
        /// Between the braces stands a name that does not exist.
        case unknownVariable(String)
        /// Two braces that do not close, or close nothing.
        case unclosedBraces
        /// The words use it, but `variables` does not name it.
        case undeclared(NoticeVariable)
        /// `variables` names it, but the words do not use it.
        case unused(NoticeVariable)
        /// Notices of this kind do not know it.
        case notProvided(NoticeVariable)
        /// A list or a link stands where a text is wanted, or the other way round.
        case wrongShape(NoticeVariable)
        /// It may be empty, and no `onlyWith` says what then.
        case mayBeEmpty(NoticeVariable)
        /// Two templates of the same kind, channel and version.
        case duplicate
        /// No template for a kind on a channel that is sent.
        case absent
        /// At sending: no value. Cannot happen with a template that was checked.
        case missingValue(NoticeVariable)
    }

    /// A fault of one template.
    public init(kind: NoticeKind, channel: ServiceStandard.Channel, version: Int, reason: Reason) {
        self.kind = kind
        self.channel = channel
        self.version = version
        self.reason = reason
    }

    /// Names the template and the reason.
    public var description: String {
        "template \(self.kind.rawValue)/\(self.channel.rawValue) version \(self.version): \(self.reason)"
    }
}
