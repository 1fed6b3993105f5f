import Postgres
import Contracts
import Foundation
import IntakeDomain
import Passwords
import ServiceHost
import Standards
import Web

/// The subcommands of Intake beside `serve` and `migrate`.
enum IntakeCommands {
    static let all: [ServiceCommand] = [
        ServiceCommand(
            "accounts",
            arguments: "create --email … --name … --role … [--unit …] [--institution …] [--mobile …]",
            summary: "makes an account; the password is the first line of standard input"
        ) { arguments, _, dependencies in
            guard arguments.first == "create" else { throw UsageError("accounts knows one thing: create") }
            let request = try AccountRequest(Array(arguments.dropFirst()), units: UnitDirectory.load())
            guard let password = readLine(strippingNewline: true) else {
                throw UsageError("the password must come on standard input")
            }
            let id = try await request.create(password: password, dependencies)
            print(id)
        },
        ServiceCommand(
            "standards", arguments: "load", summary: "publishes service standards that are not published yet"
        ) { arguments, _, dependencies in
            guard arguments == ["load"] else { throw UsageError("standards knows one thing: load") }
            let units = try UnitDirectory.load()
            let publish = PublishStandards(
                library: try StandardLibrary.load(units), units: units, identifiers: dependencies.identifiers)
            let now = dependencies.now()
            let count = try await dependencies.database.transaction { try publish(now: now, in: $0) }
            print("intake: published \(count) standards")
        },
    ]
}
