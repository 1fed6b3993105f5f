import Contracts
import Foundation
import ServiceHost

@main
struct Main {
    static func main() async {
        await ServiceRunner(
            name: .notify, summary: "tells applicants what happens to their cases", keys: SettingKey.notify,
            migrations: NotifyMigrations.all, bundles: [Bundle.module],
            texts: ["pesan.putusan": "Putusan Anda dicatat."]
        ) { reader, dependencies in
            Notify(dependencies, parts: try NotifyParts(reader)).definition
        }.main()
    }
}
