package dev.sallyport.app;

import dev.sallyport.gateway.RouteFacts;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints every route of the house with its lock and its limit, and those of the configuration with what they do. */
@Command(
        name = "routes",
        description = "Print every route with its lock and its longest body.",
        mixinStandardHelpOptions = true)
final class RoutesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Settings> settings =
                options.settings(Main.machine(spec), spec.commandLine().getErr());
        if (settings.isEmpty()) {
            return Exit.FINDINGS;
        }
        PassingHouse.visit(house -> house.servers().forEach(server -> print(out, server)));
        settings.get()
                .configuration()
                .gateway()
                .routes()
                .forEach(route -> out.println("gateway   " + RouteFacts.told(route)));
        return Exit.DONE;
    }

    private static void print(PrintWriter out, Server server) {
        for (Route route : server.routes()) {
            out.printf(
                    "%-9s %-7s %-34s %-38s up to %d bytes%n",
                    server.name(), route.method(), route.template(), lock(route.access()), route.bodyLimit());
        }
    }

    private static String lock(Access access) {
        return switch (access) {
            case Access.Open open -> "open: " + open.because().reason();
            case Access.FromBrowser from -> "browser: " + from.because().reason();
            case Access.ForBrowser browser -> "browser session (" + browser.cookie() + " cookie)";
            case Access.ForPage page -> "page";
            case Access.ForBearer bearer -> "bearer token " + bearer.scopes();
            case Access.ForClient client -> "client";
            case Access.ForAdmin admin -> "administrator: " + admin.permission();
        };
    }
}
