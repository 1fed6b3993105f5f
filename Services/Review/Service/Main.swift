import Contracts
import Foundation
import ServiceHost
import Standards
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
                    "calendar", arguments: "load <file> <version> [<reason>]",
                    summary: "loads a version of the calendar (lines date,kind,name,source[,unit]), publishes it, and "
                        + "counts the running clocks anew; the reason is the decree, in Indonesian",
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
        guard [3, 4].contains(arguments.count), arguments[0] == "load", let version = Int(arguments[2]), version >= 1
        else {
            throw UsageError("calendar load needs a file and a version (a number from 1), and may name a reason")
        }
        let text: String
        do {
            text = try String(contentsOfFile: arguments[1], encoding: .utf8)
        } catch {
            throw UsageError("the file cannot be read as UTF-8 text: \(error.localizedDescription)")
        }
        let file = arguments[1].split(separator: "/").last.map(String.init) ?? arguments[1]
        let units = try UnitDirectory.load()
        let calendar = try HolidayFile.read(
            text, version: version, file: file, reason: arguments.count == 4 ? arguments[3] : nil,
            isUnit: { units.unit($0) != nil })
        switch try await CalendarLoading.load(
            calendar, into: dependencies.database, at: dependencies.now(), identifiers: dependencies.identifiers)
        {
        case .known: print("review: calendar version \(version) was loaded before")
        case .loaded:
            print("review: calendar version \(version) loaded, \(calendar.coveredFrom) to \(calendar.coveredUntil)")
            let progress = try await ClockProjection(identifiers: dependencies.identifiers)
                .run(on: dependencies.database, now: dependencies.now)
            print(
                progress.map { "review: \($0.checked) running clocks counted anew, \($0.moved) moved" }
                    ?? "review: another process counts the running clocks anew")
        }
    }
}
