/// One event of a case: `{{>timeline}}` over a property `timeline` of type `[TimelineEntry]`.
public struct TimelineEntry: Hashable, Sendable {
    /// What happened, in a few words.
    public var title: String
    /// When, in words for people.
    public var when: String
    /// The same for machines: `2026-04-10T15:30:00+07:00`.
    public var machineTime: String
    /// Who, by role or unit.
    public var who: String?
    /// More about it.
    public var detail: String?
    /// How it is to be felt.
    public var tone: StatusBadge.Tone
    /// Where to go from here.
    public var link: PageLink?

    /// An entry.
    public init(
        _ title: String, when: String, machineTime: String, who: String? = nil, detail: String? = nil,
        tone: StatusBadge.Tone = .neutral, link: PageLink? = nil
    ) {
        self.title = title
        self.when = when
        self.machineTime = machineTime
        self.who = who
        self.detail = detail
        self.tone = tone
        self.link = link
    }
}
