package dev.sallyport.files;

import dev.sallyport.domain.file.ContentProof;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Digests that a sender gave along with the bytes; all of them must be right. */
final class Digests implements ContentProof {
    private record Said(MessageDigest digest, byte[] value) {}

    private final List<Said> said = new ArrayList<>();

    /** @param algorithm as Java names it, one that every platform has */
    Digests and(String algorithm, byte[] value) {
        try {
            said.add(new Said(MessageDigest.getInstance(algorithm), value));
            return this;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    @Override
    public InputStream over(InputStream content) {
        InputStream seen = content;
        for (Said one : said) {
            seen = new DigestInputStream(seen, one.digest());
        }
        return seen;
    }

    @Override
    public boolean isAsked() {
        return !said.isEmpty();
    }

    @Override
    public boolean holds() {
        return said.stream().allMatch(one -> Arrays.equals(one.digest().digest(), one.value()));
    }
}
