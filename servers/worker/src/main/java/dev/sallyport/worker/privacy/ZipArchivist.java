package dev.sallyport.worker.privacy;

import dev.sallyport.domain.privacy.Archive;
import dev.sallyport.domain.privacy.ExportPerson;
import dev.sallyport.domain.privacy.Facts;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as ZIP files: a list of facts is a JSON document, a content an entry of its own. */
public final class ZipArchivist implements ExportPerson.Archivist {
    private static final String README = """
            This archive holds everything that is kept about you.

            account.json                the account itself
            sessions.json               where you are signed in
            consents.json               what you allowed other applications
            identities.json             accounts elsewhere that sign you in here
            activity.json               what happened to your account
            files.json, files/          your files, and what is known of each of them
            uploads.json                files that are still arriving
            files-shared-with-you.json  files of others that you may read
            documents.json, documents/  your documents, by collection, and what is known of each of them

            Times are in UTC (ISO 8601). Internet addresses are kept as pseudonyms alone: "address_pseudonym" can be compared
            with others of the same "address_day", and cannot be turned back into an address. Passwords, tokens and keys are not
            in the archive: they are kept as digests, or not at all.
            """;

    @Override
    public String type() {
        return "application/zip";
    }

    @Override
    public String ending() {
        return "zip";
    }

    @Override
    public void write(OutputStream out, ExportPerson.Writing writing) throws IOException {
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        begin(zip, "README.txt");
        zip.write(README.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        writing.into(new Zip(zip));
        zip.finish();
        zip.flush();
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    private record Zip(ZipOutputStream zip) implements Archive {
        @Override
        public void list(String name, Iterator<Facts> rows) throws IOException {
            begin(zip, name + ".json");
            zip.write('[');
            for (String before = "\n  "; rows.hasNext(); before = ",\n  ") {
                zip.write((before + Json.text(rows.next().all())).getBytes(StandardCharsets.UTF_8));
            }
            zip.write("\n]\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }

        @Override
        public void content(String path, InputStream bytes) throws IOException {
            begin(zip, path);
            bytes.transferTo(zip);
            zip.closeEntry();
        }
    }
}
