package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.cli.Invocation;

/** Lists of flows as files, whoever wrote them: on four GPUs below two leaves and two spines. */
@Tag("slow")
final class FlowFileTest {

  private static final String FABRIC =
      """
      graph {
        node [kind=gpu]
        a
        b
        c
        d
        leaf-0 [kind=leaf]
        leaf-1 [kind=leaf]
        spine-0 [kind=spine]
        spine-1 [kind=spine]
        edge [rate="80Gbps", latency="1us"]
        a -- leaf-0
        b -- leaf-0
        c -- leaf-1
        d -- leaf-1
        leaf-0 -- spine-0
        leaf-0 -- spine-1
        leaf-1 -- spine-0
        leaf-1 -- spine-1
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeScenario() throws IOException {
    Files.writeString(folder.resolve("fabric.dot"), FABRIC);
    Files.writeString(
        folder.resolve("my.yaml"),
        """
        fabric: { custom: { file: fabric.dot, gpu: h100 } }
        workload: { flows: { file: flows.csv } }
        """);
  }

  /** 1 MB at 80 Gb/s takes 100 µs, and twice that where two share; and four links 4 µs. */
  @ParameterizedTest
  @CsvSource({"spine-0, 204", "spine-1, 104"})
  void aPathIsTaken(String spine, int expectedMicros) throws IOException {
    Invocation run =
        flows(
            """
            # With Windows line ends, a comment, a blank line and blanks.
            id, source, destination, size, path, ack-path\r

            one, 0, c, 1MB, leaf-0 > spine-0 > leaf-1,\r
            two, b, 3, 1000000, b > leaf-0 > %s > leaf-1 > d,\r
            """
                .formatted(spine));
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().skip(1))
        .allSatisfy(line -> assertThat(line).contains("," + expectedMicros + ".000000,"));
  }

  /**
   * Two from a to b share 80 Gb/s: by weight the first has three quarters, 1 MB in 133.3 µs; and by
   * priority 1 MB in 100 µs. And two links 2 µs.
   */
  @ParameterizedTest
  @CsvSource({
    "'3,,', '1,,', 135.333334",
    "'1,,0', '1,,1', 102.000000",
    "'1,20Gbps,', ',,', 402.000000"
  })
  void linksAreSharedAsTheListSays(String first, String second, String expectedMicros)
      throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,weight,rate-cap,priority
            a,b,1MB,%s
            a,b,1MB,%s
            """
                .formatted(first, second));
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().skip(1).findFirst().orElseThrow())
        .contains("," + expectedMicros + ",");
  }

  @Test
  void weightsCapsAndPrioritiesOutOfRange() throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,weight,rate-cap,priority,path
            a,b,1MB,0,,,
            a,b,1MB,-1,,,
            a,b,1MB,1e9,,,
            a,b,1MB,NaN,0Gbps,,
            a,b,1MB,,5,256,
            a,b,1MB,10000000000000000000,,,
            """);
    assertThat(run.code()).isEqualTo(2);
    String file = folder.resolve("flows.csv").toString();
    assertThat(run.err().replace(file, "f"))
        .contains("f:2:9: weight: is \"0\". Maybe 2, a number from 0.000001 to 1000000.")
        .contains("f:3:9: weight:")
        .contains("f:4:9: weight:")
        .contains("f:5:9: weight:")
        .contains("f:5:13: rate-cap:")
        .contains("f:6:10: rate-cap:")
        .contains("f:6:12: priority:")
        .contains("f:7:9: weight:")
        .contains("8 problems");
  }

  @Test
  void whatWouldNotEndInTheTimeThatThereIsIsRefused() throws IOException {
    Invocation run = flows("source,destination,size,rate-cap\na,b,500TB,1kbps\na,b,1MB,1kbps\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().replace(folder.resolve("flows.csv").toString(), "f"))
        .contains(
            "f:2:11: rate-cap: at 1kbps the flow takes 46,296,296 days, but no more than 106 can"
                + " be simulated.")
        .contains("1 problem");
  }

  @Test
  void aLoopInAPathIsRefused() throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,path
            a,c,1MB,leaf-0 > spine-0 > leaf-0 > spine-0 > leaf-1
            a,c,1MB,leaf-0 > spine-0 > leaf-0 > spine-1 > leaf-1
            a,c,1MB,leaf-0 > b > leaf-0 > spine-1 > leaf-1
            """);
    assertThat(run.code()).isEqualTo(2);
    // Over another GPU, as relays have it, is none.
    assertThat(run.err().replace(folder.resolve("flows.csv").toString(), "f"))
        .isEqualTo(
            """
            f:2:28: path: has a loop, which spine-0 → leaf-0 closes. Maybe the same without it.
            f:3:28: path: has a loop, which spine-0 → leaf-0 closes. Maybe the same without it.
            2 problems, nothing was run.
            """);
  }

  /** Which number a flow has repeats after 65,536 of a pair, and a path belongs to a number. */
  @Test
  void aPathAmongTooManyFlowsOfAPairIsRefused() throws IOException {
    String two = "source,destination,size,path\na,b,1,\na,c,1GB,leaf-0 > spine-0 > leaf-1\n";
    assertThat(flows(two + "c,a,1,\n".repeat(100)).code()).isZero();
    Invocation run = flows(two + "c,a,1,\n".repeat(65_535) + "a,c,1,leaf-0 > spine-1 > leaf-1\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().replace(folder.resolve("flows.csv").toString(), "f"))
        .isEqualTo(
            """
            f:3:9: path: there are 65,537 flows between its two GPUs, and no path can be set for one of more than 65,000. Maybe fewer and larger ones.
            1 problem, nothing was run.
            """);
  }

  /** 1 PB at 80 Gb/s takes 1.2 days; 107 days and a bit are the most. */
  @Test
  void whatWouldEndTooLateIsRefusedWithItsRow() throws IOException {
    Invocation run =
        flows("source,destination,size,start\n0,1,1MB,2560h\n0,1,1000TB,2561h\n2,3,1000TB,0s\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().replace(folder.resolve("flows.csv").toString(), "f"))
        .isEqualTo(
            """
            f:3:1: source: the flow would end after 108 days at the earliest, but no more than 106 can be simulated. Maybe a smaller size.
            1 problem, nothing was run.
            """);
  }

  /** Where the file of a fabric names no tier, its kinds do. */
  @Test
  void theReportOfOneFlow() throws IOException {
    flows("source,destination,size\na,c,1MB\n");
    assertThat(Invocation.weft("run", folder.resolve("my.yaml")).out())
        .contains(" · 1 transfer · ", "\n  GPU–leaf ", "\n  leaf–spine ")
        .doesNotContain("gpu-leaf");
  }

  /** The file has taken 2 and 4, of which the second and the fourth flow of all would be. */
  @Test
  void flowsOfPatternsTakeOtherIds() throws IOException {
    Files.writeString(
        folder.resolve("my.yaml"),
        """
        fabric: { custom: { file: fabric.dot, gpu: h100 } }
        workload: { flows: { file: flows.csv, incast: { senders: 3, receiver: 0, size: 1MB } } }
        """);
    Invocation run = flows("id,source,destination,size\n4,0,1,1MB\n2,0,1,1MB\n");
    assertThat(run.out().lines().skip(1).map(line -> line.substring(0, line.indexOf(','))))
        .containsExactly("4", "2", "3", "5", "6");
  }

  @Test
  void columnsWithoutEffectAreTold() throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,ack-path,weight,priority
            a,c,1MB,leaf-1 > spine-0 > leaf-0,2,7
            b,c,1MB,,2,7
            """);
    assertThat(run.code()).isZero();
    assertThat(run.err().replace(folder.resolve("my.yaml").toString(), "my"))
        .isEqualTo(
            """
            my:2:28: warning: workload.flows.file: its column ack-path has no effect: the model flow has no packets.
            my:2:28: warning: workload.flows.file: its column weight has no effect: that of all flows is the same.
            my:2:28: warning: workload.flows.file: its column priority has no effect: that of all flows is the same.
            """);
    assertThat(flows("source,destination,size,weight\na,c,1MB,2\nb,c,1MB,\n").err()).isEmpty();
  }

  /** The links carry 80 Gb/s; with it, or more, a cap is never reached. */
  @Test
  void capsThatTheLinksAreBelowAreTold() throws IOException {
    String header = "source,destination,size,rate-cap\n";
    Invocation run = flows(header + "a,b,1MB,79.99Gbps\na,c,1MB,80Gbps\na,d,1MB,\nc,b,1MB,1Tbps\n");
    assertThat(run.code()).isZero();
    assertThat(run.err().replace(folder.resolve("my.yaml").toString(), "my"))
        .isEqualTo(
            "my:2:28: warning: workload.flows.file: the rate-cap of line 3 (and of 1 more) has no"
                + " effect: 80 Gb/s is not below the 80 Gb/s of payload that its links carry.\n");
    assertThat(flows(header + "a,b,1MB,79Gbps\n").err()).isEmpty();
  }

  /** The Cyrillic letters have the look of Latin ones. */
  @Test
  void lettersThatLookLikeOthersAreNamed() throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,path
            \u0430,c,1MB,l\u0435af-0>spine-0>leaf-1
            b,c,1MB,l\u0435af-0
            """);
    assertThat(run.err().replace(folder.resolve("flows.csv").toString(), "f"))
        .contains(
            "f:2:1: source: there is no GPU of that name (its character 1 is U+0430 CYRILLIC SMALL"
                + " LETTER A).")
        .contains(
            "f:3:9: path: there is no node of that name (its character 2 is U+0435 CYRILLIC SMALL"
                + " LETTER IE). Maybe leaf-0.");
  }

  /** The cables of b, and of leaf-1 to spine-0, fail: who cannot be sent is known at once. */
  @Test
  void flowsThatFailedCablesCutOffAreNamedWithTheirRows() throws IOException {
    Files.writeString(
        folder.resolve("my.yaml"),
        """
        fabric: { custom: { file: fabric.dot, gpu: h100 } }
        network: { failures: [ { cable: [leaf-0, b] }, { cable: [leaf-1, spine-0] } ] }
        workload: { flows: { file: flows.csv, shift: { ranks: 3, distance: 1, size: 1MB } } }
        """);
    Invocation run =
        flows(
            """
            source,destination,size,path
            a,c,1MB,
            a,d,1MB,leaf-0 > spine-0 > leaf-1
            a,b,1MB,
            """);
    assertThat(run.code()).isEqualTo(2);
    String said =
        run.err()
            .replace(folder.resolve("flows.csv").toString(), "f")
            .replace(folder.resolve("my.yaml").toString(), "my");
    assertThat(said)
        .isEqualTo(
            """
            my:2:22: network.failures: flow 4: the cables that fail leave no path from a to b. Maybe fewer of network.failures.
            my:2:22: network.failures: flow 5: the cables that fail leave no path from b to c. Maybe fewer of network.failures.
            f:3:9: path: leads over spine-0 → leaf-1, which fails. Maybe another path, or fewer of network.failures.
            f:4:3: destination: the cables that fail leave no path from a to b. Maybe fewer of network.failures.
            4 problems, nothing was run.
            """);
  }

  @Test
  void everyMistakeIsToldWithItsPlace() throws IOException {
    Invocation run =
        flows(
            """
            id,source,destination,size,start
            x,0,1,2MBB,0us
            y,0,1,1kB,5
            x,0,1,1kB,0us
            z,0,0,1kB,0us
            w,,1,0,-5us
            v,0,1
            """);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    String file = folder.resolve("flows.csv").toString();
    assertThat(run.err().replace(file, "f"))
        .isEqualTo(
            """
            f:2:7: size: "2MBB" has the unknown unit "MBB". Units of a size: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB.
            f:3:11: start: "5" has no unit. Maybe 5us.
            f:4:1: id: "x" is that of line 2 too.
            f:5:5: destination: is the source, but a flow needs two ends.
            f:6:3: source: is empty.
            f:6:6: size: 0 is too small: the least is 1.
            f:6:8: start: "-5us" is negative. Maybe 5us.
            f:7:1: has 3 fields, but the header has 5.
            8 problems, nothing was run.
            """);
  }

  @Test
  void namesThatTheFabricDoesNotHave() throws IOException {
    Invocation run =
        flows(
            """
            source,destination,size,path,ack-path
            0,leaf-1,1kB,,
            0,e,1kB,,
            c,2,1kB,,
            0,2,1kB,leaf-0 > spine-2 > leaf-1,
            0,2,1kB,leaf-0 > leaf-1,
            0,2,1kB,leaf-0 > nowhere,
            0,2,1kB,,leaf-0 > spine-0 > leaf-1
            0,2,1kB,leaf-0 > > leaf-1,
            """);
    // The last one is found while reading, before the fabric is looked at.
    assertThat(run.err()).contains(":9:18: path: a name is missing").contains("1 problem,");
    run =
        flows(
            """
            source,destination,size,path,ack-path
            0,leaf-1,1kB,,
            0,e,1kB,,
            c,2,1kB,,
            0,2,1kB,leaf-0 > spine-2 > leaf-1,
            0,2,1kB,leaf-0 > leaf-1,
            0,2,1kB,leaf-0 > nowhere,
            0,2,1kB,,leaf-0 > spine-0 > leaf-1
            """);
    assertThat(run.code()).isEqualTo(2);
    String file = folder.resolve("flows.csv").toString();
    assertThat(run.err().replace(file, "f").replace(folder.resolve("my.yaml").toString(), "my"))
        .isEqualTo(
            """
            f:2:3: destination: is no GPU. Maybe a number from 0 to 3.
            my:2:28: warning: workload.flows.file: its column ack-path has no effect: the model flow has no packets.
            f:3:3: destination: there is no GPU of that name. Maybe a number from 0 to 3.
            f:4:3: destination: is the source under another name.
            f:5:18: path: there is no node of that name. Maybe spine-0.
            f:6:18: path: leaf-0 is not joined to leaf-1. Maybe leaf-0 > spine-0 > leaf-1.
            f:7:18: path: there is no node of that name. Maybe one that leaf-0 is joined to: a, b, spine-0, spine-1.
            f:8:10: ack-path: c is not joined to leaf-0. Maybe one that c is joined to: leaf-1.
            7 problems, nothing was run.
            """);
  }

  @Test
  void numbersThatTheFabricDoesNotHave() throws IOException {
    Invocation run = flows("source,destination,size\n0,4,1kB\n9999999999,1,1kB\n99,1,1kB\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(":2:3: destination: there is no GPU 4; they are numbered from 0 to 3. Maybe 3.")
        .contains(":4:1: source: there is no GPU 99;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "souce,destination,size | :1:1: the column \"souce\" is not known. Maybe source.",
        "source,destination | :1:1: the column size is missing.",
        "source,destination,size,size | :1:25: there are two columns size.",
        "source;destination;size | :1:1: the column \"source;destination;size\" is not known.",
        "source,destination,size | :1:1: holds no flow.",
      })
  void headersThatAreNone(String header, String message) throws IOException {
    Invocation run = flows(header + "\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("1 problem, nothing was run.");
  }

  @Test
  void textThatIsNone() throws IOException {
    Files.write(folder.resolve("flows.csv"), "source\0".getBytes(StandardCharsets.UTF_8));
    assertThat(check().err()).contains("flows.csv: is binary, not text: byte 6 is zero.");
    Files.write(folder.resolve("flows.csv"), new byte[] {'a', (byte) 0xC3, 'b'});
    assertThat(check().err()).contains("flows.csv:1:2: the byte 0xC3 is not UTF-8.");
    Files.writeString(folder.resolve("flows.csv"), " \n");
    assertThat(check().err()).contains("flows.csv: is empty.");
    Files.delete(folder.resolve("flows.csv"));
    Files.writeString(folder.resolve("flow.csv"), "");
    assertThat(check().err()).contains("there is no file").contains("Maybe flow.csv.");
    Files.createDirectory(folder.resolve("flows.csv"));
    assertThat(check().err()).contains("is a directory, but a CSV file is wanted.");
  }

  /** A million lines of nonsense are told as a few, and soon. */
  @Test
  @Tag("slow")
  void problemsWithoutEnd() throws IOException {
    Invocation run = flows("source,destination,size\n" + "x\n".repeat(1_000_000));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("… and 900 more").contains("1,000 problems, nothing was run.");
    run = flows("source,destination,size\n" + "0,1,1kB\n".repeat(1_000_001));
    assertThat(run.err())
        .contains("there are more than 1,000,000 flows, the most a list may have.");
  }

  private Invocation flows(String text) throws IOException {
    Files.writeString(folder.resolve("flows.csv"), text);
    Invocation check = check();
    Invocation run = Invocation.weft("run", folder.resolve("my.yaml"), "--format=csv");
    assertThat(check.err()).as("both find the same").isEqualTo(run.err());
    return run;
  }

  private Invocation check() {
    return Invocation.weft("check", folder.resolve("my.yaml"));
  }
}
