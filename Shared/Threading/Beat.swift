/// The whole seconds at which all who look for work from time to time look together.
///
/// A processor that is woken once for ten looks rests longer than one that is woken ten times. The beats are those of
/// the machine's monotonic clock, so the processes of one machine wake together as well.
public enum Beat {
    private static let interval: Duration = .seconds(1)

    /// The last beat that is not later than `limit` after `now`; when there is none, `limit` after `now`.
    public static func end(of limit: Duration, from now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let latest = now + limit
        let seconds = ContinuousClock().systemEpoch.duration(to: latest).components.seconds
        let beat = ContinuousClock().systemEpoch + Self.interval * seconds
        return beat > now ? beat : latest
    }

    /// Rests until a beat, for `limit` at most; ends early when the task is cancelled, which the caller looks for.
    public static func rest(atMost limit: Duration) async {
        try? await Task.sleep(until: self.end(of: limit, from: .now), clock: .continuous)
    }
}
