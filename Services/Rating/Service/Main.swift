import Contracts
import Foundation
import ServiceHost

@main
struct Main {
    static func main() async {
        await ServiceRunner(
            name: .rating, summary: "asks applicants how they were served, and takes complaints",
            keys: SettingKey.rating, migrations: RatingMigrations.all, bundles: [Bundle.module],
            texts: [
                "pesan.dinilai": "Terima kasih, penilaian Anda kami terima.",
                "pesan.pengaduan": "Pengaduan Anda kami terima. Simpan kode lacaknya.",
            ]
        ) { reader, dependencies in
            Rating(dependencies, parts: try RatingParts(reader)).definition
        }.main()
    }
}
