import Contracts
import Foundation
import NotifyDomain

/// The templates that come with the program.
enum TemplateFile {
    /// Reads and checks them.
    ///
    /// - Throws: ``TemplateFault`` for one that cannot be used, so that the service does not start with it.
    static func read() throws -> TemplateBook {
        guard let url = Bundle.module.url(forResource: "notices", withExtension: "json", subdirectory: "Templates")
        else { throw Missing() }
        return try TemplateBook(JSONDecoder().decode([NoticeTemplate].self, from: Data(contentsOf: url)))
    }

    /// The file is not in the program's resources.
    struct Missing: Error, CustomStringConvertible {
        var description: String { "Templates/notices.json is missing from the program's resources" }
    }
}
