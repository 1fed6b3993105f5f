internal import CArgon2
internal import Dispatch

/// Hashes passwords with Argon2id and checks them, off the threads of Swift's tasks.
///
/// The parameters follow the OWASP recommendation of 19 MiB and two passes; a hash carries its own, so they can be raised
/// later without locking anybody out.
public final class PasswordHasher: Sendable {
    /// How much work a hash is.
    public struct Cost: Hashable, Sendable {
        /// Memory in KiB.
        public var memory: UInt32
        /// Passes over it.
        public var passes: UInt32

        /// A cost; libargon2 refuses less than 8 KiB.
        public init(memory: UInt32, passes: UInt32) {
            self.memory = memory
            self.passes = passes
        }

        /// 19 MiB, two passes.
        public static let standard = Cost(memory: 19 * 1024, passes: 2)
    }

    /// libargon2 refused; the code is its own.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// As in `argon2.h`.
        public let code: Int32
        public var description: String { "libargon2 failed with code \(self.code)" }
    }

    private static let saltLength = 16
    private static let hashLength = 32

    private let cost: Cost
    /// One at a time: two hashes at once would take the memory twice and be no faster on a small machine.
    private let queue = DispatchQueue(label: "layak.passwords")

    /// A hasher.
    public init(cost: Cost = .standard) { self.cost = cost }

    /// The encoded hash of a password with a fresh salt: `$argon2id$v=19$m=…`.
    ///
    /// - Throws: ``Failure``, when memory is short.
    public func hash(_ password: String) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: 0...255, using: &random) }
        let cost = self.cost
        return try await self.outside { try Self.hash(password, salt: salt, cost: cost) }
    }

    /// Whether the password has this hash. Without a hash the answer is `false` and takes as long.
    public func verify(_ password: String, against encoded: String?) async -> Bool {
        let cost = self.cost
        let answer = try? await self.outside { () -> Bool in
            guard let encoded else {
                // Somebody who measures must not learn that there is no such account.
                _ = try Self.hash(password, salt: [UInt8](repeating: 0, count: Self.saltLength), cost: cost)
                return false
            }
            let bytes = Array(password.utf8)
            return argon2id_verify(encoded, bytes, bytes.count) == Int32(ARGON2_OK.rawValue)
        }
        return answer ?? false
    }

    private func outside<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    private static func hash(_ password: String, salt: [UInt8], cost: Cost) throws -> String {
        let bytes = Array(password.utf8)
        let length = argon2_encodedlen(
            cost.passes, cost.memory, 1, UInt32(self.saltLength), UInt32(self.hashLength), Argon2_id)
        var encoded = [CChar](repeating: 0, count: Int(length))
        let code = argon2id_hash_encoded(
            cost.passes, cost.memory, 1, bytes, bytes.count, salt, salt.count, self.hashLength, &encoded,
            encoded.count)
        guard code == Int32(ARGON2_OK.rawValue) else { throw Failure(code: code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
