package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.Activity;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;
import weft.topology.build.SingleSwitch;
import weft.topology.compile.FabricCompiler;
import weft.topology.hardware.LinkType;

/** Failures that are not the user's: one line, exit code 3, a stack trace only on request. */
final class FailuresTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aFaultOfWeftIsOneLine() {
    assertThat(runInto(broken(new IllegalStateException("no\nsuch thing")), false))
        .isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "weft: Weft has failed, please report this:"
                + " java.lang.IllegalStateException: no such thing (WEFT_TRACE=1 shows where)\n");
  }

  @Test
  void aTraceIsShownToThoseWhoAskForIt() {
    assertThat(runInto(broken(new IllegalStateException("no such thing")), true))
        .isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("weft: Weft has failed")
        .contains("\tat weft.scenario.cli.FailuresTest.");
  }

  @Test
  void anErrorIsAFaultToo() {
    assertThat(runInto(broken(new AssertionError("impossible")), false))
        .isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("AssertionError: impossible");
  }

  @Test
  void aFullHeapSaysHowToGetALargerOne() {
    assertThat(runInto(broken(new OutOfMemoryError("Java heap space")), false))
        .isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("weft: not enough memory: ")
        .contains("WEFT_JAVA_OPTS=-Xmx")
        .hasLineCount(1);
  }

  @Test
  void aProgramThatWaitsForEverIsASimulationFailure() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int peers = builder.peers("other", new int[] {1, 0});
    Role role = builder.role(1);
    role.receive(0, peers, Activity.PIPELINE_PARALLEL);
    builder.assign(0, role);
    builder.assign(1, role);
    SimulationSpec spec =
        SimulationSpec.of(
            FabricCompiler.compile(
                new SingleSwitch(2, LinkType.lossless("link", 1_000_000_000, 0)).build()),
            builder.build());
    RuntimeException stuck =
        catchThrowableOfType(RuntimeException.class, () -> Simulation.run(spec));
    Console console = new Console(Invocation.stream(err), Invocation.stream(err), false);
    assertThat(Failures.explain(console, stuck)).isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("weft: stuck at 0")
        .contains("2 of 2 ranks unfinished.\n  rank 0");
  }

  @Test
  void aRunThatWouldLastForAgesSaysWhatMayBeOff(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("slow.yaml"),
            """
            fabric: { single-switch: { gpus: 2, gpu: h100, rate: 1bps, latency: 1us } }
            workload: { collective: { operation: all_reduce, begin: 1GiB } }
            """);
    Invocation run = Invocation.weft("run", file);
    assertThat(run.code()).isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("weft: simulated time exceeds 106 days: ")
        .doesNotContain(" ps")
        .endsWith(". Maybe a rate, a latency or an efficiency of the scenario is off.\n")
        .hasLineCount(1);
  }

  /**
   * 2^31 packets of 64 bytes are 128 GiB; whether the flow stays in a node, without packets, is
   * only known when it starts.
   */
  @Test
  void whatThePacketModelCannotNumberIsNoFault(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("flows.csv"), "source,destination,size\n0,8,129GiB\n");
    Path file =
        Files.writeString(
            folder.resolve("long.yaml"),
            """
            fabric: { leaf-spine: { node: dgx-h100, nodes: 2, nodes-per-unit: 2, spines: 1 } }
            network: { model: packet, packet: { mtu: 64B } }
            workload: { flows: { file: flows.csv } }
            """);
    Invocation run = Invocation.weft("run", file);
    assertThat(run.code()).isEqualTo(ExitCode.SIMULATION_FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "weft: the packet model needs more than 2,147,483,647 packets in a flow."
                + " Maybe model: flow.\n");
  }

  @Test
  void aResultThatCannotBeWrittenIsNoSuccess() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(runInto(new PrintStream(full, false, StandardCharsets.UTF_8), false))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot write the result");
  }

  private int runInto(PrintStream out, boolean traces) {
    return Main.run(new Console(out, Invocation.stream(err), traces), "catalog");
  }

  /** Fails where the result is printed, so in the middle of a command. */
  private static PrintStream broken(Throwable failure) {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
      @Override
      public void print(String text) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    };
  }
}
