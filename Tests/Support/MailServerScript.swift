/// The mail server of the tests: a real aiosmtpd that behaves as the recipient's local part says.
///
/// It keeps every mail that it has wholly received in its folder, also those that it does not acknowledge, because a
/// mail that may have been delivered is what the tests have to count.
enum MailServerScript {
    static let source = #"""
        import asyncio, datetime, ipaddress, json, os, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID

        folder, user, password, starttls = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4] == "starttls"
        wanted = int(sys.argv[5])

        def certificate(name, key, issuer, issuer_key, authority):
            now = datetime.datetime.now(datetime.timezone.utc)
            builder = (x509.CertificateBuilder()
                .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
                .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=2))
                .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True))
            if not authority:
                builder = builder.add_extension(x509.SubjectAlternativeName(
                    [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
            return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

        def private(key):
            return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption())

        def write(name, data):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)

        if not os.path.exists(os.path.join(folder, "ca.pem")):
            ca, server, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
            write("ca.pem", certificate("Test authority", ca, "Test authority", ca, True))
            write("other-ca.pem", certificate("Other authority", other, "Other authority", other, True))
            write("server.pem", certificate("localhost", server, "Test authority", ca, False) + private(server))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(os.path.join(folder, "server.pem"))

        received = len([name for name in os.listdir(folder) if name.endswith(".eml")])
        seen = {}

        def keep(envelope):
            global received
            received += 1
            final = os.path.join(folder, "%06d.eml" % received)
            with open(final + ".part", "wb") as file:
                file.write(envelope.original_content)
            os.rename(final + ".part", final)

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                name = address.split("@")[0]
                if name.startswith("rcpt"):
                    return name[4:7] + " as the test asks"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                name = envelope.rcpt_tos[0].split("@")[0]
                if name.startswith("data"):
                    return name[4:7] + " as the test asks"
                if name.startswith("later"):
                    seen[name] = seen.get(name, 0) + 1
                    if seen[name] <= int(name[5:6]):
                        return "451 as the test asks"
                keep(envelope)
                if name.startswith("lost"):
                    server.transport.abort()
                    return "250 never heard"
                if name.startswith("torn"):
                    server.transport.write(b"25")
                    await asyncio.sleep(0.3)
                    server.transport.abort()
                    return "250 never heard"
                if name.startswith("silent"):
                    await asyncio.sleep(3600)
                return "250 OK"

        def authenticate(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
            # A refusal must be left unhandled, or aiosmtpd sends no 535.
            return AuthResult(success=True) if good else AuthResult(success=False, handled=False)

        def protocol():
            if not starttls:
                return SMTP(Handler(), hostname="localhost")
            return SMTP(Handler(), hostname="localhost", tls_context=context, require_starttls=True,
                auth_required=True, authenticator=authenticate)

        async def main():
            loop = asyncio.get_running_loop()
            listener = await loop.create_server(protocol, "127.0.0.1", wanted)
            print(json.dumps({"port": listener.sockets[0].getsockname()[1]}), flush=True)
            # The end of our input is the end of the test.
            await loop.run_in_executor(None, sys.stdin.read)
            os._exit(0)

        asyncio.run(main())
        """#
}
