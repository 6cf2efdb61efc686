package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.auth.jose.TrustedIssuer;
import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.JsonNode;

/** Discovery promises nothing that no test exercises: for each value of each list, the test that does. */
class DiscoveryTest {
    /** What discovery lists, which values, and the test; a test of this folder, or of one below it. */
    private static final String EXERCISED = """
            response_types_supported | code | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            response_modes_supported | query | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            response_modes_supported | fragment form_post | AuthorizeTest#the_answer_travels_as_the_client_wishes
            grant_types_supported | authorization_code | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            grant_types_supported | refresh_token | CodeFlowTest#a_refresh_token_turns_keeps_the_grant_and_may_be_narrowed
            grant_types_supported | client_credentials | ClientEndpointsTest#a_client_acts_for_itself_and_gets_no_refresh_token
            grant_types_supported | urn:ietf:params:oauth:grant-type:device_code | DeviceFlowTest#a_person_allows_a_device_and_it_gets_tokens
            grant_types_supported | urn:ietf:params:oauth:grant-type:token-exchange | TokenExchangeTest#a_service_goes_on_in_the_persons_place_with_a_token_that_says_less
            grant_types_supported | urn:ietf:params:oauth:grant-type:jwt-bearer | AssertionGrantTest#a_build_acts_for_its_client_without_a_secret
            client_id_metadata_document_supported | true | DocumentedClientsTest#a_described_client_gets_a_token_for_the_resource_that_it_names
            code_challenge_methods_supported | S256 | CodeFlowTest#a_wrong_parameter_at_the_token_endpoint
            token_endpoint_auth_methods_supported | none | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            token_endpoint_auth_methods_supported | client_secret_basic client_secret_post | ClientEndpointsTest#a_client_proves_itself_in_one_way
            token_endpoint_auth_methods_supported | private_key_jwt | BoundTokensTest#T16_a_client_proves_itself_by_an_assertion_once
            token_endpoint_auth_methods_supported | tls_client_auth | MutualTlsTest#an_authority_and_a_name_prove_a_client
            token_endpoint_auth_methods_supported | self_signed_tls_client_auth | MutualTlsTest#a_client_that_signs_its_certificate_itself_publishes_it
            revocation_endpoint_auth_methods_supported | tls_client_auth self_signed_tls_client_auth | MutualTlsTest#every_endpoint_that_knows_clients_knows_those_of_a_certificate
            introspection_endpoint_auth_methods_supported | tls_client_auth self_signed_tls_client_auth | MutualTlsTest#every_endpoint_that_knows_clients_knows_those_of_a_certificate
            tls_client_certificate_bound_access_tokens | true | MutualTlsTest#a_bound_token_opens_userinfo_over_its_own_connection_alone
            revocation_endpoint_auth_methods_supported | none client_secret_basic client_secret_post private_key_jwt | OfferedTest#every_way_to_prove_oneself_opens_introspection_and_revocation
            introspection_endpoint_auth_methods_supported | client_secret_basic client_secret_post private_key_jwt | OfferedTest#every_way_to_prove_oneself_opens_introspection_and_revocation
            id_token_signing_alg_values_supported | ES256 RS256 PS256 EdDSA ML-DSA-65 | OfferedTest#tokens_are_signed_by_the_algorithm_that_the_client_chose
            userinfo_signing_alg_values_supported | ES256 RS256 PS256 EdDSA ML-DSA-65 | OfferedTest#tokens_are_signed_by_the_algorithm_that_the_client_chose
            userinfo_signing_alg_values_supported | none | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            introspection_signing_alg_values_supported | ES256 | ClientEndpointsTest#introspection_is_signed_for_whom_asks_for_it_so
            token_endpoint_auth_signing_alg_values_supported | ES256 RS256 PS256 EdDSA | OfferedTest#a_client_signs_assertions_requests_and_proofs_by_each_algorithm
            request_object_signing_alg_values_supported | ES256 RS256 PS256 EdDSA | OfferedTest#a_client_signs_assertions_requests_and_proofs_by_each_algorithm
            dpop_signing_alg_values_supported | ES256 RS256 PS256 EdDSA | OfferedTest#a_client_signs_assertions_requests_and_proofs_by_each_algorithm
            request_object_encryption_alg_values_supported | ECDH-ES ECDH-ES+A256KW | jose.RequestObjectsTest#a_request_may_be_wrapped
            request_object_encryption_enc_values_supported | A128GCM A256GCM A128CBC-HS256 A256CBC-HS512 | jose.RequestObjectsTest#a_request_may_be_wrapped
            subject_types_supported | public | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            subject_types_supported | pairwise | OfferedTest#a_pairwise_client_knows_people_by_a_name_of_its_own
            scopes_supported | openid profile email roles files | OfferedTest#each_scope_opens_its_claims
            scopes_supported | offline_access | CodeFlowTest#offline_access_outlives_the_sign_out_and_other_tokens_do_not
            claims_supported | sub name email email_verified roles | OfferedTest#each_scope_opens_its_claims
            claims_parameter_supported | true | OfferedTest#claims_are_told_where_they_are_asked_for
            request_parameter_supported | true | SignedRequestsTest#what_the_object_says_counts_and_nothing_beside_it
            request_uri_parameter_supported | false | AuthorizeTest#a_wrong_parameter_of_an_authorization_request_goes_back_to_the_client
            prompt_values_supported | none login consent select_account | AuthorizeTest#prompts_with_a_session_and_a_remembered_consent
            prompt_values_supported | create | SignUpTest#a_client_leads_somebody_new_to_an_account_and_gets_its_code
            authorization_details_types_supported | payment_initiation | DetailsTest#what_is_asked_for_is_shown_granted_and_told_each_time
            acr_values_supported | aal1 | OfferedTest#the_class_of_the_sign_in_is_told
            ui_locales_supported | en de | OfferedTest#pages_speak_the_language_that_the_client_asks_for
            authorization_response_iss_parameter_supported | true | CodeFlowTest#a_person_signs_in_consents_and_the_client_gets_tokens_that_verify
            backchannel_logout_supported | true | BackChannelLogoutTest#a_logout_token_says_who_and_which_session_and_verifies_by_the_clients_algorithm
            backchannel_logout_session_supported | true | BackChannelLogoutTest#a_logout_token_says_who_and_which_session_and_verifies_by_the_clients_algorithm
            frontchannel_logout_supported | true | LogoutTest#the_signed_out_page_frames_the_clients_that_ask_for_it_and_may_frame_nothing_else
            frontchannel_logout_session_supported | true | LogoutTest#the_signed_out_page_frames_the_clients_that_ask_for_it_and_may_frame_nothing_else
            """;

    /** Encryption for the client is tried pair by pair, whatever is listed. */
    private static final String PAIRS =
            "jose.ClientEncryptionTest#every_pair_on_the_list_is_opened_by_the_clients_key_and_says_what_is_inside";

    @TempDir
    Path folder;

    /** Everything that can be switched on, so that discovery lists the most it can. */
    static AuthConfiguration everything() {
        var usual = AuthConfiguration.defaults();
        var tokens = usual.tokens();
        var registration = usual.registration();
        return new AuthConfiguration(
                new AuthConfiguration.Tokens(
                        tokens.access(),
                        tokens.refresh(),
                        tokens.refreshGrace(),
                        tokens.algorithm(),
                        EnumSet.allOf(Algorithm.class),
                        List.of(new TrustedIssuer(
                                "https://build.example.org",
                                Optional.of(URI.create("https://build.example.org/jwks.json")),
                                Optional.empty(),
                                Set.of(Algorithm.ES256),
                                Set.of(new ClientId("deploy")),
                                Map.of("repo:shop", "client"))),
                        Set.of("payment_initiation")),
                usual.accounts(),
                new RegistrationConfiguration(
                        RegistrationConfiguration.Clients.OPEN,
                        registration.hosts(),
                        registration.scopes(),
                        registration.audiences(),
                        registration.policy(),
                        registration.unused(),
                        registration.softwareStatements(),
                        true),
                new TlsClients(true, List.of(TestAuthority.root("Partners").certificate())));
    }

    private static Map<String, Set<String>> exercised() {
        var all = new HashMap<String, Set<String>>();
        EXERCISED
                .lines()
                .map(line -> line.split(" \\| "))
                .forEach(row -> all.computeIfAbsent(row[0].strip(), list -> new HashSet<>())
                        .addAll(List.of(row[1].strip().split(" "))));
        return all;
    }

    private static Set<String> said(JsonNode value) {
        var all = new TreeSet<String>();
        if (value.isArray()) {
            value.forEach(one -> all.add(one.asString()));
        } else if (value.isBoolean()) {
            all.add(value.asString());
        }
        return all;
    }

    @Test
    void every_value_of_every_list_names_the_test_that_exercises_it() {
        try (var door = new TestDoor(folder, everything())) {
            JsonNode document = json(door.ask(Request.of("GET", "/.well-known/openid-configuration")));
            Map<String, Set<String>> exercised = exercised();
            var bare = new TreeSet<String>();
            document.properties().forEach(entry -> {
                Set<String> said = said(entry.getValue());
                if (!entry.getKey().matches("(id_token|userinfo)_encryption_(alg|enc)_values_supported")) {
                    said.removeAll(exercised.getOrDefault(entry.getKey(), Set.of()));
                    said.forEach(value -> bare.add(entry.getKey() + " " + value));
                }
                if (entry.getValue().isString()) {
                    assertThat(entry.getValue().asString()).startsWith(PUBLIC.toString());
                }
            });
            assertThat(bare).as("listed and exercised by no test").isEmpty();
            assertThat(document.propertyNames())
                    .as("exercised, so listed (OpenID Connect Discovery §3)")
                    .containsAll(exercised.keySet());
        }
    }

    @Test
    void the_tests_that_are_named_exist() {
        var named = new TreeSet<>(Set.of(PAIRS));
        EXERCISED.lines().map(line -> line.split(" \\| ")[2].strip()).forEach(named::add);
        assertThat(named).isNotEmpty().allSatisfy(test -> {
            String[] parts = test.split("#");
            assertThat(Arrays.stream(Class.forName("dev.sallyport.auth." + parts[0])
                                    .getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class)
                                    || method.isAnnotationPresent(ParameterizedTest.class))
                            .map(method -> method.getName()))
                    .contains(parts[1]);
        });
    }
}
