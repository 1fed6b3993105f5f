internal import CArgon2
internal import Dispatch
internal import Foundation
internal import Threading

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

    /// So many wait already that one more would only time out; try again in a second or two.
    public struct Busy: Error, Hashable, Sendable, CustomStringConvertible {
        /// Safe to show.
        public var description: String { "too many passwords are being checked" }
    }

    private static let saltLength = 16
    private static let hashLength = 32

    private let cost: Cost
    /// One at a time: two hashes at once would take the memory twice and be no faster on a small machine.
    private let queue = DispatchQueue(label: "layak.passwords")
    private let mostWaiting: Int
    private let waiting = Locked(0)

    /// A hasher.
    ///
    /// - Parameter mostWaiting: how many may wait for their turn, the running one included. 64 are about two seconds of work.
    public init(cost: Cost = .standard, mostWaiting: Int = 64) {
        self.cost = cost
        self.mostWaiting = mostWaiting
    }

    /// The encoded hash of a password with a fresh salt: `$argon2id$v=19$m=…`.
    ///
    /// - Throws: ``Failure``, when memory is short; ``Busy``.
    public func hash(_ password: String) async throws -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: 0...255, using: &random) }
        let cost = self.cost
        return try await self.outside { try Self.hash(password, salt: salt, cost: cost) }
    }

    /// Whether the password has this hash. Without a hash the answer is `false` and takes as long.
    ///
    /// - Throws: ``Failure``, when memory is short; ``Busy``. Neither is a wrong password. A stored hash that cannot be read
    ///   is plainly `false`.
    public func verify(_ password: String, against encoded: String?) async throws -> Bool {
        let cost = self.cost
        return try await self.outside { () -> Bool in
            guard let encoded else {
                // Somebody who measures must not learn that there is no such account.
                _ = try Self.hash(password, salt: [UInt8](repeating: 0, count: Self.saltLength), cost: cost)
                return false
            }
            let bytes = Self.bytes(password)
            let code = argon2id_verify(encoded, bytes, bytes.count)
            if code == Int32(ARGON2_MEMORY_ALLOCATION_ERROR.rawValue) { throw Failure(code: code) }
            return code == Int32(ARGON2_OK.rawValue)
        }
    }

    private func outside<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let entered = self.waiting.withLock { waiting in
            guard waiting < self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard entered else { throw Busy() }
        defer { self.waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// The same letters typed on two keyboards may differ in bytes; their composed form is one.
    private static func bytes(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }

    private static func hash(_ password: String, salt: [UInt8], cost: Cost) throws -> String {
        let bytes = self.bytes(password)
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
