package dev.sallyport.files;

import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.MakeThumbnail;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.RemoveFile;
import dev.sallyport.domain.file.ShareFile;
import dev.sallyport.domain.file.UploadFile;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** Uploads and downloads of files that people own (L24). Another person's file does not exist here. */
public final class FilesServer implements Server {
    private static final Scope FILES = Scope.of("files");

    /** What a form may add to its file. */
    private static final long FORM = 64 * 1024;

    private final UploadEndpoint uploads;
    private final FilesEndpoint files;
    private final TusEndpoint resumable;
    private final SharesEndpoint shares;
    private final MediaEndpoint media;
    private final ThumbnailEndpoint thumbnails;
    private final long longest;

    public FilesServer(
            FilesConfiguration configuration,
            UploadFile uploading,
            Resumable resumable,
            ReadFiles reading,
            RemoveFile removing,
            ShareFile sharing,
            FileLinks links,
            MakeThumbnail thumbnails) {
        this.uploads = new UploadEndpoint(uploading, configuration.maxSize());
        this.files = new FilesEndpoint(reading, removing);
        this.resumable = new TusEndpoint(resumable, reading, configuration.maxSize());
        this.shares = new SharesEndpoint(sharing);
        this.media = new MediaEndpoint(reading, links);
        this.thumbnails = new ThumbnailEndpoint(reading, media, thumbnails);
        this.longest = configuration.maxSize() + FORM;
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public Told told() {
        return FilesOperations.told();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                ForBearer("POST", "/v1/files", FILES, uploads::upload).upTo(longest),
                ForBearer("GET", "/v1/files", FILES, files::list),
                ForBearer("GET", "/v1/files/{id}", FILES, files::download),
                ForBearer("PATCH", "/v1/files/{id}", FILES, shares::change),
                ForBearer("DELETE", "/v1/files/{id}", FILES, files::remove),
                ForBearer("GET", "/v1/files/shared", FILES, files::shared),
                ForBearer("POST", "/v1/files/{id}/links", FILES, shares::link),
                ForBearer("GET", "/v1/files/{id}/readers", FILES, shares::readers),
                ForBearer("PUT", "/v1/files/{id}/readers/{reader}", FILES, shares::share),
                ForBearer("DELETE", "/v1/files/{id}/readers/{reader}", FILES, shares::withdraw),
                Open(
                        "GET",
                        "/v1/media/{id}",
                        media::download,
                        because("its owner opened the file, or gave a signed link")),
                ForBearer("GET", "/v1/files/{id}/thumbnail", FILES, thumbnails::own),
                Open("GET", "/v1/media/{id}/thumbnail", thumbnails::open, because("as the file itself")),
                Open("OPTIONS", "/v1/uploads", resumable::options, because("it says which protocol is spoken")),
                Open("OPTIONS", "/v1/uploads/{id}", resumable::options, because("it says which protocol is spoken")),
                ForBearer("POST", "/v1/uploads", FILES, resumable::begin).upTo(longest),
                ForBearer("GET", "/v1/uploads", FILES, resumable::list),
                ForBearer("GET", "/v1/uploads/{id}", FILES, resumable::look),
                ForBearer("PATCH", "/v1/uploads/{id}", FILES, resumable::take).upTo(longest),
                ForBearer("DELETE", "/v1/uploads/{id}", FILES, resumable::end));
    }
}
