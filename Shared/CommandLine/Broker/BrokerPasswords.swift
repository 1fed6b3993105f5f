import Crypto
import Foundation

/// The passwords of the broker's users, from the environment. There is no default.
struct BrokerPasswords {
    private let passwords: [(user: String, password: String)]

    /// - Throws: ``MissingSetting`` that names every variable that is missing or empty.
    init(_ users: [String], in environment: [String: String]) throws {
        let missing = users.map(Self.variable).filter { environment[$0, default: ""].isEmpty }
        guard missing.isEmpty else {
            throw MissingSetting(description: "no password for the broker: set \(missing.joined(separator: ", "))")
        }
        self.passwords = users.map { ($0, environment[Self.variable(of: $0)] ?? "") }
    }

    /// `office-6104` → `LAYAK_BROKER_PASSWORD_OFFICE_6104`.
    static func variable(of user: String) -> String {
        "LAYAK_BROKER_PASSWORD_" + user.uppercased().replacing("-", with: "_")
    }

    /// By user.
    func hashes() -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: self.passwords.map { user, password in
                (user, Self.hash(password, salt: (0..<4).map { _ in UInt8.random(in: .min ... .max) }))
            })
    }

    /// As RabbitMQ stores them (`rabbit_password_hashing_sha256`): base64 of a 4-byte salt and SHA-256 of salt and password.
    static func hash(_ password: String, salt: [UInt8]) -> String {
        Data(salt + SHA256.hash(data: salt + Array(password.utf8))).base64EncodedString()
    }
}
