package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with what the user gave: exit code 2, no result, and a message that helps. */
final class BadInputTest {

  private static final String FABRIC =
      "fabric: { single-switch: { gpus: 8, gpu: h100, rate: 400Gbps, latency: 1us } }\n";
  private static final String WORKLOAD =
      "workload: { collective: { operation: all_reduce, begin: 1MiB } }\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          unknown key     | FABRICnetwrok: { model: flow };WORKLOAD          | 2:1:  | Maybe network.
          duplicate key   | checking: fast;FABRICWORKLOADchecking: fast              | 4:1:  | first at 1:1
          wrong unit      | FABRICworkload: { collective: { operation: all_reduce, begin: 1Gbps } } | 2:57: | Maybe 1GB.
          missing unit    | FABRICworkload: { collective: { operation: all_reduce, begin: 64 } }    | 2:57: | Maybe 64MiB.
          negative size   | FABRICworkload: { collective: { operation: all_reduce, begin: -1MiB } } | 2:57: | Maybe 1MiB.
          wrong product   | FABRICworkload: { training: { model: megatron-22b, parallelism: { tensor: 8, data: 2 }, global-batch: 4, sequence: 2048 } } | 2:46: | 16 ranks, but the fabric has 8 GPUs. Maybe data: 1.
          unknown name    | FABRICworkload: { collective: { operation: all_redcue, begin: 1MiB } }  | 2:38: | Maybe all_reduce.
          unknown GPU     | fabric: { single-switch: { gpus: 8, gpu: h10, rate: 1Gbps, latency: 1us } };WORKLOAD | 1:42: | Maybe h100.
          too long        | fabric: { superpod: { node: dgx-h100, scalable-units: 1, cables: { leaf-spine: { length: 60m } } } };WORKLOAD | 1:11: | Maybe optics: { leaf-up: 800g-2xdr4, spine-down: 800g-2xdr4 }.
          too long copper | fabric: { superpod: { node: dgx-h100, scalable-units: 1, cables: { node-leaf: { length: 4m, kind: dac } } } };WORKLOAD | 1:11: | node-leaf: cable 400g-dac reaches 3m, not 4m. Maybe length: 3m, or another kind of cable.
          unknown cable   | fabric: { superpod: { node: dgx-h100, scalable-units: 1, cables: { node-leaf: { kind: dca } } } };WORKLOAD | 1:87: | Maybe dac.
          bare length     | fabric: { superpod: { node: dgx-h100, scalable-units: 1, cables: { node-leaf: { length: 3 } } } };WORKLOAD | 1:89: | Maybe 3m.
          broken YAML     | fabric: { single-switch: { gpus: 8;WORKLOAD | 2: | ~~
          """)
  void aBrokenFileIsRefusedWithPositionAndAdvice(
      String what, String text, String position, String advice) throws IOException {
    String expanded =
        text.replace(";", "\n").replace("FABRIC", FABRIC).replace("WORKLOAD", WORKLOAD);
    Path file = Files.writeString(folder.resolve("my.yaml"), expanded);
    for (String verb : new String[] {"check", "run", "topology"}) {
      Invocation call = weft(verb, file);
      assertRefused(call);
      assertThat(call.err())
          .as(what)
          .startsWith(file + ":" + position)
          .contains(advice)
          .endsWith("1 problem, nothing was run.\n");
    }
  }

  @Test
  void allProblemsAreNamedAtOnce() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            fabric: { single-switch: { gpus: 0, gpu: h10, rate: 400, latency: 1us } }
            netwrok: {}
            workload: { collective: { operation: all_reduce, begin: -1MiB } }
            """);
    Invocation check = weft("check", file);
    assertRefused(check);
    assertThat(check.err()).hasLineCount(6).endsWith("5 problems, nothing was run.\n");
  }

  @Test
  void failuresThatLeaveNoPath() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            fabric:
              leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 1, spines: 1, wiring: rack }
            network: { failures: [{ cable: [leaf-1, spine-0] }] }
            """
                + WORKLOAD);
    for (String command : new String[] {"run", "check"}) {
      assertRefused(
          weft(command, file),
          "my.yaml:3:22: network.failures: the cables that fail leave no path from node-0/gpu-0 to"
              + " node-1/gpu-0. Maybe fewer of network.failures.\n");
    }
  }

  @Test
  void anEmptyFile() throws IOException {
    assertRefused(
        weft("run", Files.createFile(folder.resolve("empty.yaml"))), "empty.yaml: is empty.");
  }

  @Test
  void aBinaryFile() throws IOException {
    byte[] bytes = {0x7f, 'E', 'L', 'F', 2, 1, 0, 0, (byte) 0xff};
    assertRefused(
        weft("run", Files.write(folder.resolve("my.bin"), bytes)), "my.bin: is binary, not text");
  }

  @Test
  void aMissingFileAndAFolder() {
    assertRefused(weft("run", folder.resolve("none.yaml")), "none.yaml: there is no such file.");
    assertRefused(weft("run", folder), "is a directory, but a scenario file is wanted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          --set network.model=packt           | --set network.model: "packt"
          --set network.modle=flow            | --set network.modle: network: unknown key "modle". Maybe model.
          --set network.model                 | --set network.model: has no value. Maybe network.model=…
          --set =1                            | --set
          --seed x                            | --seed: seed: "x" is not a plain whole number
          --seed 1 --set seed=2               | --seed: --set gives a seed too. Maybe remove one of them.
          --seed -1                           | --seed: seed: "-1"
          --format xml                        | '--format': expected one of [text, json, csv]
          --fromat json                       | Unknown option
          second.yaml                         | second.yaml
          """)
  void badOptionsAreRefused(String options, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), FABRIC + WORKLOAD);
    String[] words = options.split(" ", -1);
    Object[] arguments = new Object[2 + words.length];
    arguments[0] = "run";
    arguments[1] = file;
    System.arraycopy(words, 0, arguments, 2, words.length);
    assertRefused(weft(arguments), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnu", "--foo", "run", "check", "topology"})
  void anUnknownVerbOrOptionOrNoFileShowsTheUsage(String argument) {
    assertRefused(weft(argument), "Usage: weft");
  }

  @ParameterizedTest
  @CsvSource({
    "rnu, 'Maybe run.'",
    "toplogy, 'Maybe topology.'",
    "simulate, 'Known: run, explain, check, topology, calibrate, catalog, schema.'"
  })
  void anUnknownVerbIsAnsweredWithTheOneThatWasMeant(String verb, String advice) {
    Invocation call = weft(verb, "my.yaml");
    assertRefused(call);
    assertThat(call.err()).startsWith("weft: unknown verb \"" + verb + "\". " + advice + "\n");
  }

  @Test
  void anEmptyPathIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), FABRIC + WORKLOAD);
    assertRefused(weft("check", ""), "FILE");
    assertRefused(weft("check", ""), "it is empty, but a path is wanted.");
    assertRefused(weft("run", file, "--out", ""), "'--out'");
    assertRefused(weft("run", file, "--out", ""), "it is empty, but a path is wanted.");
  }

  @Test
  void aFileBelowAFileIsNamedWithTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), FABRIC + WORKLOAD);
    assertRefused(
        weft("check", file.resolve("below")),
        "my.yaml/below: cannot be read: a part of the path is not a folder.");
  }

  @Test
  void theNameOfAFileIsHarmlessToATerminal() throws IOException {
    String name = "a\u001b[31m\nb\u202e";
    Path bad = Files.writeString(folder.resolve(name + ".yaml"), FABRIC);
    assertRefused(weft("check", bad), "a\\u001b[31m\\nb\\u202e.yaml:1:1: the key");
    assertRefused(weft("check", bad.resolveSibling(name)), "a\\u001b[31m\\nb\\u202e: there is no");
    Path good = Files.writeString(folder.resolve(name + ".yml"), FABRIC + WORKLOAD);
    Invocation check = weft("check", good);
    assertThat(check.code()).isZero();
    assertThat(check.out())
        .endsWith("a\\u001b[31m\\nb\\u202e.yml: a\\u001b[31m\\nb\\u202e is a valid scenario.\n");
  }

  @Test
  void noArgumentShowsTheUsage() {
    assertRefused(weft(), "Usage: weft");
  }

  @Test
  void anUnknownKindOfCatalogue() {
    assertRefused(weft("catalog", "gpus"), "unknown kind \"gpus\". Maybe gpu.");
  }

  @Test
  void aFabricThatCannotBeBuiltIsRefusedAtItsKey() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"),
            "fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 1, spines: 0 } }\n"
                + WORKLOAD);
    assertRefused(weft("topology", file), "my.yaml:1:11: fabric.leaf-spine: ");
  }

  private static void assertRefused(Invocation call, String message) {
    assertRefused(call);
    assertThat(call.err()).contains(message);
  }

  private static void assertRefused(Invocation call) {
    assertThat(call.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).isNotBlank();
  }
}
