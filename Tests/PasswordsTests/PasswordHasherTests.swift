import Passwords
import Testing

@Suite("Passwords")
struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: PasswordHasher.Cost(memory: 64, passes: 1))

    @Test("A password has its own hash and no other has")
    func verifies() async throws {
        let hash = try await self.hasher.hash("sebuah kata sandi")
        #expect(hash.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try await self.hasher.verify("sebuah kata sandi", against: hash))
        #expect(try await !self.hasher.verify("sebuah kata sandi ", against: hash))
        #expect(try await !self.hasher.verify("", against: hash))
    }

    @Test("The same password twice gives two hashes")
    func salts() async throws {
        #expect(try await self.hasher.hash("sama sama") != self.hasher.hash("sama sama"))
    }

    @Test("No hash, and a hash that nobody can read, are a no", arguments: [nil, "", "$argon2id$", "x"] as [String?])
    func unreadable(hash: String?) async throws {
        #expect(try await !self.hasher.verify("apa saja", against: hash))
    }

    @Test("A hash of the standard cost is checked by a hasher of another cost")
    func costs() async throws {
        let hash = try await PasswordHasher().hash("kata sandi lama")
        #expect(hash.contains("m=19456,t=2,p=1"))
        #expect(try await self.hasher.verify("kata sandi lama", against: hash))
    }

    @Test("A password may hold zero bytes and any text")
    func bytes() async throws {
        let hash = try await self.hasher.hash("a\u{0}b é 🙂")
        #expect(try await self.hasher.verify("a\u{0}b é 🙂", against: hash))
        #expect(try await !self.hasher.verify("a", against: hash))
    }

    @Test("The same letters typed apart are the same password")
    func composed() async throws {
        let hash = try await self.hasher.hash("kafé rahasia")
        #expect(try await self.hasher.verify("kafe\u{0301} rahasia", against: hash))
    }

    @Test("A crowd is worked off one by one; one too many is refused at once, and afterwards there is room again")
    func crowd() async throws {
        let hasher = PasswordHasher(cost: PasswordHasher.Cost(memory: 16 * 1024, passes: 2), mostWaiting: 3)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        return try await !hasher.verify("rahasia", against: nil)
                    } catch {
                        return error is PasswordHasher.Busy ? false : true
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count >= 3 && outcomes.contains(false))
        let hash = try await hasher.hash("rahasia")
        #expect(try await hasher.verify("rahasia", against: hash))
    }
}
