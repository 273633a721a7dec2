package com.amazonaws.services.lambda.runtime.api.client;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands where the runtime interface client stands in a package, and speaks its protocol; the handler is its argument. */
public final class AWSLambda {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/";

    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].equals("index.handler")) throw new IllegalArgumentException(arguments[0]);
        while (true) {
            HttpResponse<String> next = CLIENT.send(HttpRequest.newBuilder(URI.create(API + "next")).build(), BodyHandlers.ofString());
            String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            String event = next.body();
            String what = found(event, "\"do\":\"([a-z]*)\"");
            if (what.equals("error")) post(id + "/error", "{\"errorMessage\":\"told to fail\",\"errorType\":\"Told\",\"stackTrace\":[]}");
            else if (what.equals("stream")) stream(id);
            else post(id + "/response", answer(what, event));
        }
    }

    private static String answer(String what, String event) throws Exception {
        switch (what) {
            case "sleep": Thread.sleep(60000); return "{}";
            case "binary": return "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"" + found(event, "\"body\":\"([^\"]*)\"") + "\"}";
            case "large": return "{\"statusCode\":200,\"body\":\"" + "x".repeat(5000000) + "\"}";
            case "meet":
                File folder = new File(found(event, "\"folder\":\"([^\"]*)\""));
                new File(folder, "" + ProcessHandle.current().pid()).createNewFile();
                while (folder.list().length < 2) Thread.sleep(10);
                return "{\"statusCode\":200,\"body\":\"" + ProcessHandle.current().pid() + "\"}";
            default: return "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"" + Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8)) + "\"}";
        }
    }

    private static void stream(String id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(API + id + "/response"))
            .header("Lambda-Runtime-Function-Response-Mode", "streaming")
            .header("Content-Type", "application/vnd.awslambda.http-integration-response")
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("{\"statusCode\":201}\0\0\0\0\0\0\0\0one;two;three"))).build();
        CLIENT.send(request, BodyHandlers.discarding());
    }

    private static void post(String target, String body) throws Exception {
        CLIENT.send(HttpRequest.newBuilder(URI.create(API + target)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding());
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
