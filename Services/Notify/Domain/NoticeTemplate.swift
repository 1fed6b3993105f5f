public import Contracts

/// The words of one kind of notice on one channel, in one version. Written as data; a version never changes.
public struct NoticeTemplate: Hashable, Sendable, Codable {
    /// What it tells.
    public var kind: NoticeKind
    /// Where it is told.
    public var channel: ServiceStandard.Channel
    /// From 1.
    public var version: Int
    /// Every variable that the words use, and no other.
    public var variables: [NoticeVariable]
    /// One line.
    public var subject: String
    /// Top to bottom.
    public var body: [Block]

    /// One piece of the body.
    public enum Block: Hashable, Sendable {
        /// A paragraph; left out when `onlyWith` is empty.
        case paragraph(String, onlyWith: NoticeVariable?)
        /// One entry for each text of a list.
        case list(NoticeVariable)
        /// A link with its words.
        case link(NoticeVariable, label: String)
    }

    /// A template with everything said.
    public init(
        kind: NoticeKind, channel: ServiceStandard.Channel, version: Int, variables: [NoticeVariable],
        subject: String, body: [Block]
    ) {
        self.kind = kind
        self.channel = channel
        self.version = version
        self.variables = variables
        self.subject = subject
        self.body = body
    }
}

extension NoticeTemplate.Block: Codable {
    private enum CodingKeys: String, CodingKey { case paragraph, onlyWith, list, link, label }

    /// Reads `{"paragraph": …}`, `{"list": …}` or `{"link": …, "label": …}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let list = try container.decodeIfPresent(NoticeVariable.self, forKey: .list) {
            self = .list(list)
        } else if let link = try container.decodeIfPresent(NoticeVariable.self, forKey: .link) {
            self = .link(link, label: try container.decode(String.self, forKey: .label))
        } else {
            self = .paragraph(
                try container.decode(String.self, forKey: .paragraph),
                onlyWith: try container.decodeIfPresent(NoticeVariable.self, forKey: .onlyWith))
        }
    }

    /// Writes the form that is read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .paragraph(let text, let onlyWith):
            try container.encode(text, forKey: .paragraph)
            try container.encodeIfPresent(onlyWith, forKey: .onlyWith)
        case .list(let name): try container.encode(name, forKey: .list)
        case .link(let name, let label):
            try container.encode(name, forKey: .link)
            try container.encode(label, forKey: .label)
        }
    }
}
