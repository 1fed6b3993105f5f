extension Duration {
    /// Whole milliseconds, rounded up, as `poll(2)` takes them: never negative, never a busy loop just before a deadline.
    var pollMilliseconds: CInt {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = self.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return CInt(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1
    }
}
