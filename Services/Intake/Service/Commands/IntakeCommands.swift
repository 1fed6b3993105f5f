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
            "standards", arguments: "load [FOLDER]",
            summary: "publishes service standards that are not published yet, those in FOLDER too"
        ) { arguments, _, dependencies in
            guard arguments.first == "load", arguments.count <= 2 else {
                throw UsageError("standards knows one thing: load, with a folder or without")
            }
            let units = try UnitDirectory.load()
            let files = try arguments.dropFirst().first.map { try StandardFolder.files(in: $0) } ?? []
            let publish = PublishStandards(
                library: try StandardLibrary.load(units, adding: files), units: units,
                identifiers: dependencies.identifiers)
            let now = dependencies.now()
            let outcome = try await dependencies.database.transaction { tx in
                let outcome = try publish(now: now, in: tx)
                // Thrown inside, so that nothing is published when one file is at fault.
                guard outcome.changed.isEmpty else {
                    throw UsageError(
                        "already published with other words: \(outcome.changed.joined(separator: ", ")); "
                            + "a change needs a new version")
                }
                return outcome
            }
            print("intake: published \(outcome.published) standards")
        },
    ]
}
