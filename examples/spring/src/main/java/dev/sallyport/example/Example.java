package dev.sallyport.example;

import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** A small shop with a page for people and an API for programs, both behind Sallyport. */
@SpringBootApplication
@EnableConfigurationProperties(Example.Settings.class)
public class Example {
    public static void main(String[] arguments) {
        SpringApplication.run(Example.class, arguments);
    }

    /**
     * @param audience what tokens for the API must name
     * @param refreshBefore how long before its end a token is replaced
     */
    @ConfigurationProperties("example")
    public record Settings(String issuer, String audience, Duration refreshBefore) {}
}
