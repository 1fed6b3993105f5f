import Passwords
import Testing

@Suite("Passwords")
struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: PasswordHasher.Cost(memory: 64, passes: 1))

    @Test("A password has its own hash and no other has")
    func verifies() async throws {
        let hash = try await self.hasher.hash("sebuah kata sandi")
        #expect(hash.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(await self.hasher.verify("sebuah kata sandi", against: hash))
        #expect(await !self.hasher.verify("sebuah kata sandi ", against: hash))
        #expect(await !self.hasher.verify("", against: hash))
    }

    @Test("The same password twice gives two hashes")
    func salts() async throws {
        #expect(try await self.hasher.hash("sama sama") != self.hasher.hash("sama sama"))
    }

    @Test("No hash, and a hash that nobody can read, are a no", arguments: [nil, "", "$argon2id$", "x"] as [String?])
    func unreadable(hash: String?) async {
        #expect(await !self.hasher.verify("apa saja", against: hash))
    }

    @Test("A hash of the standard cost is checked by a hasher of another cost")
    func costs() async throws {
        let hash = try await PasswordHasher().hash("kata sandi lama")
        #expect(hash.contains("m=19456,t=2,p=1"))
        #expect(await self.hasher.verify("kata sandi lama", against: hash))
    }

    @Test("A password may hold zero bytes and any text")
    func bytes() async throws {
        let hash = try await self.hasher.hash("a\u{0}b é 🙂")
        #expect(await self.hasher.verify("a\u{0}b é 🙂", against: hash))
        #expect(await !self.hasher.verify("a", against: hash))
    }
}
