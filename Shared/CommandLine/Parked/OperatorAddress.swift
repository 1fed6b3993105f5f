import ArgumentParser
import Foundation

/// The operator's face of one service behind the front door, and who asks there.
struct OperatorAddress {
    /// The variables that are read; only the token or e-mail and password are needed beside the address.
    static let help = """
        Reads the address of the front door from LAYAK_PUBLIC_URL, and who you are from LAYAK_OPERATOR_TOKEN, or from \
        LAYAK_OPERATOR_EMAIL and LAYAK_OPERATOR_PASSWORD, which must belong to an account with the role operator. \
        LAYAK_FRONT_DOOR_CA names a file with the authority of the front door's certificate (PEM); without it, it must be \
        one that this machine trusts.
        """
    static let services = ["intake", "review", "notify", "rating"]

    /// The service that an argument names.
    ///
    /// - Throws: `ValidationError` when there is none of that name.
    static func service(_ name: String) throws -> String {
        guard Self.services.contains(name) else { throw ValidationError(Self.unknown(name)) }
        return name
    }

    private static func unknown(_ name: String) -> String {
        "there is no service \"\(name)\": \(Self.services.joined(separator: ", "))"
    }

    private let origin: URL
    let service: String
    private let environment: [String: String]

    /// - Throws: ``MissingSetting`` for a variable that is missing or wrong, ``OperatorRefused`` for an unknown service.
    init(service: String, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        guard Self.services.contains(service) else {
            throw OperatorRefused(description: Self.unknown(service))
        }
        guard let text = environment["LAYAK_PUBLIC_URL"], let origin = URL(string: text),
            let scheme = origin.scheme, ["http", "https"].contains(scheme), origin.host != nil
        else { throw MissingSetting(description: "LAYAK_PUBLIC_URL must name the front door, https://…") }
        if let file = environment[FrontDoorRequest.authorityVariable], !file.isEmpty,
            !FileManager.default.isReadableFile(atPath: file)
        {
            throw MissingSetting(
                description: "\(FrontDoorRequest.authorityVariable) names \(file), which cannot be read")
        }
        self.origin = origin
        self.service = service
        self.environment = environment
    }

    /// A client with a token: the one that is known already, that of the environment, or a fresh one for e-mail and password.
    func signIn(_ known: String? = nil) async throws -> OperatorClient {
        let base = self.origin.appending(path: "operator/\(self.service)/api/v1")
        if let token = known ?? self.environment["LAYAK_OPERATOR_TOKEN"], !token.isEmpty {
            return OperatorClient(service: self.service, base: base, token: token, authority: self.authority)
        }
        guard let email = self.environment["LAYAK_OPERATOR_EMAIL"], !email.isEmpty,
            let password = self.environment["LAYAK_OPERATOR_PASSWORD"], !password.isEmpty
        else {
            throw MissingSetting(
                description:
                    "set LAYAK_OPERATOR_TOKEN, or LAYAK_OPERATOR_EMAIL and LAYAK_OPERATOR_PASSWORD of an operator")
        }
        struct Session: Decodable { let token: String }
        let data = try await OperatorClient.answer(
            to: FrontDoorRequest(
                url: self.origin.appending(path: "api/v1/sessions"), authority: self.authority,
                body: try JSONEncoder().encode(["email": email, "password": password])))
        // What a body that is no session says more exactly helps nobody.
        guard let session = try? JSONDecoder().decode(Session.self, from: data) else {
            throw OperatorRefused(description: "the front door answered the sign-in with something else than a token")
        }
        return OperatorClient(service: self.service, base: base, token: session.token, authority: self.authority)
    }

    /// Clients of these services; of all four when none is named. Signs in once.
    static func signIn(to services: [String] = []) async throws -> [OperatorClient] {
        let addresses = try (services.isEmpty ? Self.services : services).map { try Self(service: $0) }
        var clients: [OperatorClient] = []
        for address in addresses { clients.append(try await address.signIn(clients.last?.token)) }
        return clients
    }

    private var authority: String? { self.environment[FrontDoorRequest.authorityVariable] }
}

/// Something that the service refused, or that did not answer. One sentence.
struct OperatorRefused: Error, Hashable, CustomStringConvertible {
    let description: String
}
