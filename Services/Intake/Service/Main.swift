import Contracts
import ServiceHost

@main
struct Main {
    static func main() async {
        await ServiceRunner(
            name: .intake, summary: "portal, form, accounts, service standards, catalogue", keys: IntakeSettings.keys,
            migrations: IntakeSchema.migrations, bundles: [IntakeBundle.templates], texts: IntakeTexts.indonesian,
            commands: IntakeCommands.all
        ) { reader, dependencies in
            try await Intake(IntakeSettings(reader), dependencies).definition
        }.main()
    }
}
