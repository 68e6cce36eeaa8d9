package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call of the command line in this process, and what it came to. */
public record Invocation(int code, String out, String err) {

  /** The root of the repository. */
  public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** Runs the command line; no call ever shows a stack trace. */
  public static Invocation weft(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int code = Main.run(new Console(stream(out), stream(err), false), texts);
    Invocation invocation =
        new Invocation(
            code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    assertThat(invocation.out + invocation.err).doesNotContain("\tat ", "Exception");
    return invocation;
  }

  /** Runs a scenario that is in order and does what it expects of itself; returns its JSON. */
  public static JsonNode result(Path scenario, Object... options) {
    Object[] arguments = new Object[options.length + 4];
    arguments[0] = "run";
    arguments[1] = scenario;
    arguments[2] = "--format";
    arguments[3] = "json";
    System.arraycopy(options, 0, arguments, 4, options.length);
    Invocation run = weft(arguments);
    assertThat(run.err).isEmpty();
    assertThat(run.code).isEqualTo(ExitCode.DONE);
    return run.json();
  }

  /** Standard output as JSON. */
  public JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** The entry of a tier in a result. */
  public static JsonNode tier(JsonNode result, String name) {
    for (JsonNode tier : result.get("utilization")) {
      if (tier.get("tier").asString().equals(name)) {
        return tier;
      }
    }
    throw new AssertionError("no tier " + name + " in " + result.get("utilization"));
  }

  static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
