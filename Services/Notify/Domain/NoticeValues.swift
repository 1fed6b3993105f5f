/// What the variables of one notice stand for. Stored with the notice; the recipient's name is added only for sending.
public struct NoticeValues: Hashable, Sendable, Codable {
    /// Single texts.
    public var texts: [NoticeVariable: String]
    /// Lists, such as remarks.
    public var lists: [NoticeVariable: [String]]

    /// Takes both.
    public init(texts: [NoticeVariable: String] = [:], lists: [NoticeVariable: [String]] = [:]) {
        self.texts = texts
        self.lists = lists
    }

    /// The same with every link on the given origin.
    public func onOrigin(_ origin: String) -> NoticeValues {
        var values = self
        for (name, text) in self.texts where name.isLink && text.hasPrefix("/") { values.texts[name] = origin + text }
        return values
    }

    /// These values, with `other` before them where both speak.
    public func merging(_ other: NoticeValues) -> NoticeValues {
        NoticeValues(
            texts: self.texts.merging(other.texts) { $1 }, lists: self.lists.merging(other.lists) { $1 })
    }
}
