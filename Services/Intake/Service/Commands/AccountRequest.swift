import Postgres
import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Passwords
import ServiceHost
import Standards
import Web

/// The arguments of `accounts create`, checked.
struct AccountRequest: Sendable {
    var email: String
    var name: String
    var grant: Grant
    var institution: String?
    var mobile: String?

    /// - Throws: ``UsageError`` that names the argument at fault.
    init(_ arguments: [String], units: UnitDirectory) throws {
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw UsageError("\(name) needs a value")
            }
            let key = String(name.dropFirst(2))
            guard ["email", "name", "role", "unit", "institution", "mobile"].contains(key), values[key] == nil else {
                throw UsageError("\(name) is unknown or stands twice")
            }
            values[key] = value
        }
        guard let email = values["email"], EmailShape.fits(email) else { throw UsageError("--email is no address") }
        guard let name = values["name"], !name.isEmpty, name.count <= 200 else {
            throw UsageError("--name is missing or longer than 200 characters")
        }
        guard let role = values["role"].flatMap({ Role(rawValue: $0) }) else {
            throw UsageError("--role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let unit = values["unit"].flatMap { UnitCode($0) }
        switch role {
        case .applicant, .operatingStaff:
            guard values["unit"] == nil else { throw UsageError("--unit does not go with the role \(role.rawValue)") }
        default:
            guard let unit, units.unit(unit) != nil else {
                throw UsageError("--unit must be the four digits of a BPS unit for the role \(role.rawValue)")
            }
        }
        if let mobile = values["mobile"] {
            guard let number = MobileNumber(mobile) else { throw UsageError("--mobile is no Indonesian mobile number") }
            self.mobile = number.digits
        }
        self.email = email
        self.name = name
        self.grant = Grant(role, at: unit)
        self.institution = values["institution"]
    }

    /// - Throws: a ``Problem`` when the password is too simple or the address is taken.
    func create(password: String, _ dependencies: ServiceDependencies) async throws -> PersonID {
        let faults = PasswordRule.problems(password)
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        let hash = try await PasswordHasher().hash(password)
        let create = CreateAccount(identifiers: dependencies.identifiers)
        let now = dependencies.now()
        return try await dependencies.database.transaction { tx in
            try create(
                name: self.name, institution: self.institution, email: self.email, address: .vouched,
                mobile: self.mobile, passwordHash: hash, grants: [self.grant], now: now, cause: Cause(), in: tx
            ).personID
        }
    }
}
