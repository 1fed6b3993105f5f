import Contracts
import Foundation
import ServiceHost
import WorkingDays

/// Cases, clocks, letters: the unit's side of a request.
@main
struct Main {
    static func main() async {
        await ServiceRunner(
            name: .review, summary: "cases, legal clocks, evaluation, letters", keys: SettingKey.review,
            migrations: ReviewMigrations.all, bundles: [ReviewBundle.templates], texts: ReviewTexts.indonesian,
            commands: [
                ServiceCommand(
                    "calendar", arguments: "load <file> <version>",
                    summary: "loads a version of the calendar (lines date,kind,name,source[,unit]) and publishes it",
                    run: loadCalendar)
            ]
        ) { reader, dependencies in
            buildReview(
                dependencies, office: try ReviewOffice.configured(reader, publicURL: dependencies.publicURL))
        }.main()
    }

    @Sendable
    static func loadCalendar(_ arguments: [String], _: SettingsReader, _ dependencies: ServiceDependencies) async throws
    {
        guard arguments.count == 3, arguments[0] == "load", let version = Int(arguments[2]), version >= 1 else {
            throw UsageError("calendar load needs a file and a version")
        }
        let text: String
        do {
            text = try String(contentsOfFile: arguments[1], encoding: .utf8)
        } catch {
            throw UsageError("the file cannot be read as UTF-8 text: \(error.localizedDescription)")
        }
        let loaded = try await CalendarLoading.load(
            try HolidayFile.read(text, version: version), into: dependencies.database, at: dependencies.now(),
            identifiers: dependencies.identifiers)
        print(
            loaded
                ? "review: calendar version \(version) loaded" : "review: calendar version \(version) was loaded before"
        )
    }
}
