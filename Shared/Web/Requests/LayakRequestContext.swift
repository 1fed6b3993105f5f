public import Contracts
public import Foundation
public import Hummingbird
internal import Logging

/// What a handler knows about its request beside the request itself.
public struct LayakRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who is signed in. Never `nil` in a handler whose audience is not `.public`.
    public var identity: Identity?
    /// Where the request stands in its trace.
    public var trace: TraceContext
    /// The moment at which the request arrived.
    public var now: Date
    /// The fields of the form, for a route whose body is `.form` or `.upload`; else empty.
    public var form: FormFields
    /// The files of the form, for a route whose body is `.upload`; else empty.
    public var files: [UploadedFile]
    /// The whole body, for a route whose body is `.json` or `.bytes`; else empty.
    public var body: [UInt8]
    /// The name of a text `pesan.<name>` that the page shows on top: the query's `pesan`, set by ``Hummingbird/Response/seeOther(_:message:)``.
    public var flash: String?
    /// The secret of an anonymous visitor's forms.
    let anonymousForm: AnonymousFormSecret

    /// The value of `traceparent` for the messages that this request causes.
    public var traceparent: String { self.trace.traceparent }

    /// What the hidden field `_csrf` of a form on this page must hold. Templates read it as `{{csrf}}`.
    public var csrf: String { self.identity?.csrf ?? self.anonymousForm.use() }

    /// A context as it stands before any middleware.
    public init(source: Source) { self.init(anySource: source) }

    init(anySource source: some RequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        var random = SystemRandomNumberGenerator()
        self.trace = TraceContext.make(using: &random)
        self.now = Date()
        self.form = FormFields([])
        self.files = []
        self.body = []
        self.anonymousForm = AnonymousFormSecret(cookie: nil)
    }

    init(_ other: LayakRequestContext, anonymousForm: AnonymousFormSecret) {
        self.coreContext = other.coreContext
        self.identity = other.identity
        self.trace = other.trace
        self.now = other.now
        self.form = other.form
        self.files = other.files
        self.body = other.body
        self.flash = other.flash
        self.anonymousForm = anonymousForm
    }

    /// Who is signed in.
    ///
    /// - Throws: `Problem.unauthenticated` when nobody is (only on a `.public` route).
    public func signedIn() throws -> Identity {
        guard let identity = self.identity else { throw Problem.unauthenticated }
        return identity
    }

    /// Checks that the person holds one of the roles at the unit.
    ///
    /// - Throws: `Problem.forbidden`.
    public func require(_ roles: Role..., at unit: UnitCode) throws {
        guard let identity = self.identity, roles.contains(where: { identity.holds($0, at: unit) }) else {
            throw Problem.forbidden
        }
    }

    /// A part of the path, decoded.
    ///
    /// - Throws: `Problem.notFound` when it is not valid UTF-8 after decoding.
    public func path(_ name: String) throws -> String {
        guard let raw = self.parameters.get(name), let text = PercentCoding.decode(raw.utf8, plusIsSpace: false) else {
            throw Problem.notFound("Halaman")
        }
        return text
    }

    /// An identifier in the path.
    ///
    /// - Throws: `Problem.notFound` when it is none.
    public func id<Kind>(_ name: String, as kind: Kind.Type = Kind.self, of what: String) throws -> ID<Kind> {
        guard let id = ID<Kind>(try self.path(name)) else { throw Problem.notFound(what) }
        return id
    }
}
