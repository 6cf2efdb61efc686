package dev.sallyport.auth.password;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2 of another type, version or length than the house's own: Argon2i, Argon2d, version 0x10, other tags. */
record OtherArgon2Hash(int type, int version, Argon2.Cost cost, byte[] salt, byte[] tag) implements ImportedHash {
    private static final Pattern FORM =
            Pattern.compile("\\$argon2(id|i|d)\\$(?:v=(16|19)\\$)?m=(\\d{1,9}),t=(\\d{1,9}),"
                    + "p=(\\d{1,9})\\$([A-Za-z0-9+/]{11,171})\\$([A-Za-z0-9+/]{16,171})");

    static Optional<ImportedHash> parse(String text) {
        return ImportedHash.matched(FORM, text).map(form -> {
            int type = switch (form.group(1)) {
                case "i" -> Argon2Parameters.ARGON2_i;
                case "d" -> Argon2Parameters.ARGON2_d;
                default -> Argon2Parameters.ARGON2_id;
            };
            var cost = new Argon2.Cost(
                    Integer.parseInt(form.group(3)), Integer.parseInt(form.group(4)), Integer.parseInt(form.group(5)));
            if (!Phc.isAffordable(cost)) {
                throw new TooDear();
            }
            return new OtherArgon2Hash(
                    type,
                    "19".equals(form.group(2))
                            ? Argon2Parameters.ARGON2_VERSION_13
                            : Argon2Parameters.ARGON2_VERSION_10,
                    cost,
                    ImportedHash.bytes(form.group(6)),
                    ImportedHash.bytes(form.group(7)));
        });
    }

    @Override
    @Spec("RFC 9106 §3.1")
    public boolean isOf(Secret password) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(type)
                .withVersion(version)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] made = new byte[tag.length];
        try {
            generator.generateBytes(bytes, made);
            return MessageDigest.isEqual(made, tag);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
