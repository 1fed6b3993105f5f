import Foundation
import Testing
import Web

@Suite("Limits on tries")
struct RateLimiterTests {
    let start = Date(timeIntervalSince1970: 0)

    @Test("So many tries at once, then one for each part of the window; another key is not touched")
    func tries() {
        var limiter = RateLimiter(tries: 5, per: .seconds(50))
        for _ in 0..<5 { #expect(limiter.take("a", now: self.start) == nil) }
        #expect(limiter.take("a", now: self.start) == 10)
        #expect(limiter.take("b", now: self.start) == nil)
        #expect(limiter.take("a", now: self.start + 9) == 1)
        #expect(limiter.take("a", now: self.start + 10) == nil)
        #expect(limiter.take("a", now: self.start + 10) == 10)
        limiter.forget("a")
        #expect(limiter.take("a", now: self.start + 10) == nil)
    }

    @Test("A clock that goes back gives nothing away")
    func backwards() {
        var limiter = RateLimiter(tries: 1, per: .seconds(10))
        #expect(limiter.take("a", now: self.start + 100) == nil)
        #expect(limiter.take("a", now: self.start) != nil)
        #expect(limiter.take("a", now: self.start + 1) != nil)
    }

    @Test("A flood of keys does not fill the memory, and does not free the one that is locked")
    func flood() {
        var limiter = RateLimiter(tries: 2, per: .seconds(100), mostKeys: 50)
        _ = limiter.take("korban", now: self.start)
        _ = limiter.take("korban", now: self.start)
        for index in 0..<500 { _ = limiter.take("k\(index)", now: self.start) }
        #expect(limiter.take("korban", now: self.start) != nil)
    }
}
