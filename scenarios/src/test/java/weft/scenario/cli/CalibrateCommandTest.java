package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of nccl-tests, good and bad; the times are measured ones. */
final class CalibrateCommandTest {

  private static final String HEADER =
      """
      #                                                     out-of-place                in-place
      #       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong
      #        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)
      """;

  private static final String END =
      "# Out of bounds values : 0 OK\n# Avg bus bandwidth    : 120.0\n#\n";

  @TempDir private Path folder;

  @Test
  void residualsAndAnEntryThatAScenarioTakes() throws IOException {
    Path log = write("h100.log", log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2));
    Invocation run = weft("calibrate", log, "--name", "mine");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("  measured us  before us", "32 times: off by ");
    String entry = run.out().substring(run.out().indexOf("network: {"));
    assertThat(entry).contains("    mine:\n      based-on: nccl-hopper\n", "chunk-time: ");
    Path scenario =
        write(
            "my.yaml",
            "fabric: { superpod: { node: dgx-h100, scalable-units: 1, nodes: 1 } }\n"
                + "workload: { collective: { operation: all_reduce, begin: 1MiB } }\n"
                + entry);
    Invocation check = weft("check", scenario);
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void theEntryGoesToAFile() throws IOException {
    Path log = write("h100.log", log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2));
    Path entry = folder.resolve("entry.yaml");
    assertThat(weft("calibrate", log, "--out", entry, "--format", "csv").out())
        .startsWith("file,size_bytes,algorithm,measured_us,before_us,fitted_us,error\n")
        .doesNotContain("catalog:");
    assertThat(Files.readString(entry)).startsWith("network: { library: calibrated }\ncatalog:\n");
  }

  @Test
  void aLogIsNeverReplaced() throws IOException {
    String text = log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2);
    Path log = write("h100.log", text);
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), log);
    for (Path out : List.of(log, link, folder.resolve("x").resolve("..").resolve("h100.log"))) {
      Files.createDirectories(folder.resolve("x"));
      Invocation run = weft("calibrate", log, "--out", out);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--out: ", " is one of the logs", "\"calibrated.yaml\"");
    }
    assertThat(log).content().isEqualTo(text);
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws IOException {
    Path log = write("h100.log", log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2));
    Path missing = folder.resolve("none").resolve("entry.yaml");
    Invocation run = weft("calibrate", log, "--out", missing);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cannot write ", "entry.yaml: there is no such file or folder");
    Path full = Path.of("/dev/full");
    if (Files.isWritable(full)) {
      assertThat(weft("calibrate", log, "--out", full).err())
          .contains("cannot write /dev/full: no space left");
      assertThat(full).exists();
    }
  }

  @Test
  void whatIsNoOutputOfNcclTestsIsRefused() throws IOException {
    assertRefused("Hello.\nWorld.\n", ":1:1: is not the output of nccl-tests");
    assertRefused(
        "# OSU MPI Allreduce Latency Test v5.9\n# Size       Avg Latency(us)\n4   1.5\n",
        ":1:1: is the output of the OSU micro-benchmarks, not of nccl-tests.");
    assertRefused(
        "---\n                    RDMA_Write BW Test\n#bytes #iterations BW peak[MB/sec]\n",
        ":2:1: is the output of perftest (ib_write_bw), not of nccl-tests.");
    assertRefused("", ": is empty.");
  }

  @Test
  void whatIsCutOffIsRefused() throws IOException {
    String whole = log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2);
    assertRefused(
        whole.substring(0, whole.indexOf("# Out of")),
        "ends without # Avg bus bandwidth, so the run, or the file, was cut off.");
    assertRefused(whole.substring(whole.indexOf("#   ")), "no line reads # Rank 0");
    String row = "     1048576        262144     float     sum      -1    27.37   38.31";
    assertRefused(ranks(8, "H100", 1) + HEADER + row + "\n" + END, "has 7 columns");
  }

  @Test
  void mixedUnitsAreRefused() throws IOException {
    assertRefused(
        ranks(8, "H100", 1) + HEADER.replace("(us)", "(ms)") + END,
        "gives a column in \"ms\", but nccl-tests has B, elements, us and GB/s.");
    assertRefused(
        ranks(8, "H100", 1)
            + HEADER
            + "1048576 262144 float sum -1 0.02737 38.31 67.04 0 0.02737 38.31 67.04 0\n"
            + END,
        ":14:1: 1048576 bytes in 0.02737 us are 38311.14 GB/s, but algbw is 38.31. Maybe its");
  }

  private static final String ROW =
      "1048576 262144 float sum -1 27.37 38.31 67.04 0 27.37 38.31 67.04 0\n";

  private static String table(String rows) {
    return ranks(8, "H100", 1) + HEADER + rows + END;
  }

  @Test
  void theCellThatIsNoNumberIsNamed() throws IOException {
    assertRefused(
        table(ROW.replaceFirst("27.37", "27,37")),
        ":14:1: has \"27,37\" as time, which is no number with a point. Maybe 27.37: run it");
    assertRefused(
        table(ROW.replaceFirst("38.31", "3.831e1")), "has \"3.831e1\" as algbw", "Maybe 38.31.");
    assertRefused(
        table(ROW.replaceFirst(" 0\n", "\n")),
        "has 12 columns, but its header has 13. Maybe the line is cut off after \"67.04\".");
    assertRefused(
        table("9223372036854775807 4 float sum -1 27.37 38.31 67.04 0 27.37 38.31 67.04 0\n"),
        "has a size of \"9223372036854775807\" bytes, but at most 16 TiB are read");
  }

  @Test
  void wrongResultsAreRefused() throws IOException {
    assertRefused(table(ROW.replaceFirst("67.04 0", "67.04 15")), ":14:1: has \"15\" as #wrong");
    assertRefused(table(ROW.replaceFirst(" 0\n", " 3e+00\n")), "has \"3e+00\" as #wrong");
    assertRefused(
        table(ROW).replace(": 0 OK", ": 15 FAILED"), ":15:1: says that results were wrong");
    Path fine = write("fine.log", table(ROW.replaceFirst("67.04 0", "67.04 N/A")));
    assertThat(weft("calibrate", fine, "--operation", "all_reduce").code()).isZero();
  }

  @Test
  void rowsThatAreMixedWithOtherOutputAreRefused() throws IOException {
    assertRefused(
        table(ROW + ROW.replace("float", "[warn] x  float")),
        ":15:1: has numbers in the table, but is no row: \"1048576 262144 [warn]");
    assertRefused(table("[warn] x " + ROW), ":14:1: has numbers in the table");
    assertRefused(table(ROW + "[warn] 27.37 38.31 67.04 0\n"), ":15:1: has numbers in the table");
    Path fine =
        write(
            "fine.log",
            table("h:1:1 [0] NCCL INFO Channel 00/02 : 0 1 2 3 4 5 6 7\n[warn] 1 more\n" + ROW));
    assertThat(weft("calibrate", fine).code()).isZero();
  }

  @Test
  void whatALauncherPutsBeforeEachLineIsPassedOver() throws IOException {
    for (String prefix :
        List.of("[1,0]<stdout>:", "[1,0]<stdout>: ", "[job-1,2,0]<stdout>:", "0: ")) {
      Path log = write("tagged.log", table(ROW).replaceAll("(?m)^(?=.)", prefix));
      Invocation run = weft("calibrate", log);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("\n1 time: off by ");
    }
  }

  @Test
  void ranksOfUnlikeGpusAreRefused() throws IOException {
    assertRefused(
        table(ROW).replaceFirst("(?m)^(#  Rank  5 .*) H100$", "$1 A100"),
        ":8:1: names \"A100\" for rank 5, but those before are \"H100\"");
    Path log = write("h100.log", table(ROW));
    assertThat(weft("calibrate", log, "--node", "dgx-a100").err())
        .contains("ran on \"H100\", but dgx-a100 has GPUs of another kind, a100. Maybe");
  }

  @Test
  void aLogCountsOnce() throws IOException {
    Path log = write("h100.log", table(ROW));
    Path copy = write("copy.log", table(ROW));
    assertThat(weft("calibrate", log, log).err()).contains("has the same times as");
    Invocation run = weft("calibrate", log, copy);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("copy.log: has the same times as ", "would count twice");
  }

  @Test
  void aNameOfTheCatalogueIsWarnedOf() throws IOException {
    Path log = write("h100.log", table(ROW));
    Invocation run = weft("calibrate", log, "--name", "nccl-hopper");
    assertThat(run.err()).contains("warning: \"nccl-hopper\" is in the catalogue already");
    assertThat(run.code()).isZero();
  }

  @Test
  void whatIsTooLargeNamesTheLog() throws IOException {
    assertRefused("#".repeat((4 << 20) + 1), "is larger than 4 MiB, the most a log of nccl-tests");
  }

  @Test
  void whatSumsIsNoAllGather() throws IOException {
    String small = "8 2 float sum -1 15.00 0.00 0.00 0 15.00 0.00 0.00 0\n";
    assertRefused(
        table(small), "operation was measured. Maybe --operation all_reduce or reduce_scatter.");
  }

  @Test
  void twoTablesInOneFileAreRefused() throws IOException {
    String whole = log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2);
    assertRefused(whole + whole, "begins another test, but a log is for one.");
  }

  @Test
  void whatFollowsTheEndOfATableIsRefused() throws IOException {
    String whole = log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2);
    String row =
        "     1048576        262144     float     sum      -1    27.37   38.31   67.04    N/A\n";
    assertRefused(whole + row, "is a row after the end of the table. Maybe that of another log.");
    String unfinished = whole.substring(0, whole.indexOf("# Out of"));
    assertRefused(unfinished + HEADER + row + END, "begins a second table");
  }

  @Test
  void aRowThatEndsAfterItsTypeIsRefused() throws IOException {
    assertRefused(
        ranks(8, "H100", 1) + HEADER + "     1048576        262144     float\n" + END,
        "has 3 columns");
  }

  @Test
  void kindsOfGpusDoNotMix() throws IOException {
    Path h100 = write("h100.log", log("h100x8-allreduce-nvls", "NVIDIA H100 80GB HBM3", 2));
    Path a100 = write("a100.log", log("a100x8-all-reduce", "NVIDIA A100-SXM4-40GB", 2));
    Invocation run = weft("calibrate", h100, a100);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("ran on a100, but", "constants are for one kind.");
  }

  @Test
  void anOperationThatTheBandwidthsContradictIsRefused() throws IOException {
    Path log = write("a100.log", log("a100x8-all-gather", "NVIDIA A100-SXM4-40GB", 1));
    assertThat(weft("calibrate", log).err())
        .contains("does not tell which operation was measured. Maybe --operation all_gather.");
    assertThat(weft("calibrate", log, "--operation", "all_reduce").err())
        .contains("has 0.875 times as much busbw as algbw, but for all_reduce over 8 ranks");
    assertThat(weft("calibrate", log, "--operation", "allgather").err())
        .contains("Maybe all_gather.");
    assertThat(weft("calibrate", log, "--operation", "all_gather").code()).isZero();
  }

  @Test
  void unknownGpusNeedANode() throws IOException {
    Path log = write("x.log", log("h100x8-allreduce-nvls", "Tesla V100-SXM2-32GB", 2));
    assertThat(weft("calibrate", log).err()).contains("ran on \"Tesla V100-SXM2-32GB\", of which");
    assertThat(weft("calibrate", log, "--node", "dgx-a100").code()).isZero();
  }

  private void assertRefused(String text, String... messages) throws IOException {
    Invocation run = weft("calibrate", write("bad.log", text));
    assertThat(run.err()).contains(messages);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String ranks(int ranks, String gpu, int processes) {
    StringBuilder text =
        new StringBuilder("# nThread 1 nGpus 1 minBytes 8 maxBytes 17179869184 iters: 20\n#\n");
    for (int rank = 0; rank < ranks; rank++) {
      text.append(
          String.format(
              Locale.ROOT,
              "#  Rank %2d Group  0 Pid %6d on   host-1 device %2d [0x0%d] %s%n",
              rank,
              3_000 + rank % (processes == 1 ? 1 : ranks),
              rank,
              rank,
              gpu));
    }
    return text.toString();
  }

  /** A log with the measured times that a scenario of scenarios/validation/nccl is held against. */
  private static String log(String table, String gpu, int passes) throws IOException {
    StringBuilder text = new StringBuilder(ranks(8, gpu, passes)).append("#\n").append(HEADER);
    Path file = REPOSITORY.resolve("scenarios/validation/nccl/nccl-" + table + ".csv");
    for (String line : Files.readAllLines(file)) {
      if (line.matches("\\d+,.*us")) {
        String[] cells = line.replace("us", "").split(",", -1);
        long bytes = Long.parseLong(cells[0]);
        double micros = Double.parseDouble(cells[1]);
        double algbw = bytes / micros / 1e3;
        String figures =
            String.format(
                Locale.ROOT, "%8s %7.2f %7.2f      0", cells[1], algbw, algbw * passes * 7 / 8);
        text.append(
            String.format(
                Locale.ROOT,
                "%12d %12d   float %6s     -1 %s %s%n",
                bytes,
                bytes / 4,
                passes == 2 ? "sum" : "none",
                figures,
                figures));
      }
    }
    return text.append(END).toString();
  }
}
