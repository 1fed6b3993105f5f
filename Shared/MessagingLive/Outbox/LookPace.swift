/// How soon the relay looks into the outbox again. Under load what is written within two milliseconds is read by one look;
/// who is alone is read at once.
struct LookPace {
    static let gathering: Duration = .milliseconds(2)

    /// Whether the last look knew of more: then nothing is waited for.
    var isMoreThere = false
    private var lastLook: ContinuousClock.Instant?

    /// How long to wait before the look that is wanted now; it counts as made then.
    mutating func pause(now: ContinuousClock.Instant) -> Duration {
        let earliest = self.isMoreThere ? now : (self.lastLook.map { $0 + Self.gathering } ?? now)
        let look = max(now, earliest)
        self.lastLook = look
        return look - now
    }
}
