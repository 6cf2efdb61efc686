package dev.sallyport.app;

import dev.sallyport.auth.AuthConfiguration;
import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.auth.page.PagesConfiguration;
import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.files.FilesConfiguration;
import dev.sallyport.gateway.AddressRange;
import dev.sallyport.gateway.CorsConfiguration;
import dev.sallyport.gateway.GatewayConfiguration;
import dev.sallyport.gateway.tls.TlsConfiguration.ClientCertificates;
import dev.sallyport.monitor.MonitorConfiguration;
import dev.sallyport.resource.document.CollectionConfiguration;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.ReplicaSettings;
import dev.sallyport.worker.PrivacyConfiguration;
import dev.sallyport.worker.WorkerConfiguration;
import dev.sallyport.worker.mail.MailConfiguration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole of {@code sallyport.yaml}. Each server receives its own part of it, never the whole.
 *
 * @param publicUrl where people reach the house, and the issuer of its tokens; {@code localhost} and the port by default, by https where the
 *     gateway encrypts
 * @param listen the port of the gateway, or of the other servers in a process without it; 0 takes a free one
 * @param host the address of this machine to listen on
 * @param data the folder of everything that lasts, relative to where the program was started
 * @param databasePasswordFile the file that holds the password of a PostgreSQL database
 * @param databaseConnections the most connections to PostgreSQL that this process holds, and as many to its replica
 * @param databaseReplica standbys of PostgreSQL that may answer reads which may be a little old
 * @param databaseReplicaLag how old an answer of theirs may be
 * @param cachePasswordFile the file that holds the password of Redis
 * @param cacheAuthoritiesFile the certificates, as PEM, of who vouches for Redis; those of the Java machine by default
 * @param servers which servers run in this process
 * @param services where the servers of other processes are, by name
 * @param clientAuthoritiesFile the certificates, as PEM, of who vouches for clients of {@code tls_client_auth}
 * @param masterKeyFile the file of the key that seals secrets; {@code master.key} in the data folder by default
 */
record Configuration(
        Optional<URI> publicUrl,
        @Min(0) @Max(65_535) int listen,
        String host,
        Path data,
        String database,
        Optional<Path> databasePasswordFile,
        @Min(2) @Max(1_000) int databaseConnections,
        Optional<String> databaseReplica,
        Duration databaseReplicaLag,
        String cache,
        Optional<Path> cachePasswordFile,
        Optional<Path> cacheAuthoritiesFile,
        Set<Room> servers,
        Map<String, List<URI>> services,
        Optional<Path> masterKeyFile,
        List<AddressRange> trustedProxies,
        AuthConfiguration.Tokens tokens,
        AuthConfiguration.Accounts accounts,
        RegistrationConfiguration registration,
        PrivacyConfiguration privacy,
        CorsConfiguration cors,
        GatewayConfiguration gateway,
        MonitorConfiguration monitor,
        TracesConfiguration traces,
        WorkerConfiguration worker,
        FilesConfiguration files,
        PagesConfiguration pages,
        List<DeclaredClient> clients,
        Optional<Path> clientAuthoritiesFile,
        List<DeclaredUpstream> upstreams,
        MailConfiguration mail,
        List<DeclaredWebhook> webhooks,
        Map<String, CollectionConfiguration> collections,
        FetchConfiguration fetch) {

    static Configuration defaults() {
        return new Configuration(
                Optional.empty(),
                8080,
                "0.0.0.0",
                Path.of("data"),
                "sqlite",
                Optional.empty(),
                DatabaseSettings.CONNECTIONS,
                Optional.empty(),
                ReplicaSettings.LAG,
                "memory",
                Optional.empty(),
                Optional.empty(),
                EnumSet.allOf(Room.class),
                Map.of(),
                Optional.empty(),
                List.of(),
                AuthConfiguration.Tokens.defaults(),
                AuthConfiguration.Accounts.defaults(),
                RegistrationConfiguration.defaults(),
                PrivacyConfiguration.defaults(),
                CorsConfiguration.defaults(),
                GatewayConfiguration.defaults(),
                MonitorConfiguration.defaults(),
                TracesConfiguration.defaults(),
                WorkerConfiguration.defaults(),
                FilesConfiguration.defaults(),
                PagesConfiguration.defaults(),
                List.of(),
                Optional.empty(),
                List.of(),
                MailConfiguration.defaults(),
                List.of(),
                Map.of(),
                FetchConfiguration.defaults());
    }

    boolean has(Room room) {
        return servers.contains(room);
    }

    /** Whether this process works on the disk under the data folder; the others keep charts, certificates and their log there at most. */
    boolean worksOnDisk() {
        return database.equals("sqlite") || has(Room.FILES) || has(Room.WORKER);
    }

    /** Where people reach the house when it listens on {@code port}. */
    URI publicUrl(int port) {
        String scheme = gateway.tls().isOn() ? "https" : "http";
        return publicUrl.orElseGet(() -> URI.create(scheme + "://localhost:" + port));
    }

    Path masterKey() {
        return masterKeyFile.orElseGet(() -> data.resolve("master.key"));
    }

    /** @param authorities who vouches for clients' certificates */
    AuthConfiguration auth(List<X509Certificate> authorities) {
        return new AuthConfiguration(tokens, accounts, registration, tlsClients(authorities));
    }

    /** @param authorities who vouches for clients' certificates */
    TlsClients tlsClients(List<X509Certificate> authorities) {
        return new TlsClients(gateway.tls().clientCertificates() != ClientCertificates.NONE, authorities);
    }
}
