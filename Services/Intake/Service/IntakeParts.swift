import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Logging
import Postgres
import Standards
import Web

/// What the routes of Intake share.
struct IntakeParts: Sendable {
    let database: Database
    let site: WebSite
    let identifiers: IdentifierSource
    let acceptance: FormAcceptance
    /// The mechanical checks, whose findings are shown and block nothing.
    let checks: FormChecks
    let signIn: SignIn
    let createAccount: CreateAccount
    let submit: SubmitForm
    let findSimilar: FindSimilar
    let proofLink: ProofLink
    let requestBell: RequestBell
    /// New accounts from one network address: an office shares one, and so may a training with thirty people.
    let registrations = Allowance(tries: 40, per: .seconds(3600))

    /// Links for passwords asked for from one network address, and tries under one link.
    let passwordRequests = Allowance(tries: 20, per: .seconds(3600))
    /// The same for one e-mail address, whoever types it, and whether anybody has it.
    let passwordRequestsPerEmail = Allowance(tries: RequestProof.mostInAnHour, per: .seconds(3600))

    var pages: PageRenderer { self.site.pages }
    var units: UnitDirectory { self.acceptance.units }
    var definition: FormDefinition { self.acceptance.definition }

    /// `BPS Kabupaten Mempawah`, as the public knows a unit.
    func unitName(_ code: UnitCode) -> String {
        guard let unit = self.units.unit(code) else { return code.text }
        return unit.name.hasPrefix("BPS") ? unit.name : "BPS \(unit.name)"
    }

    /// The zone in which a unit's dates are said.
    func zone(_ code: UnitCode) -> TimeZoneName { self.units.unit(code)?.zone ?? .wib }
}
