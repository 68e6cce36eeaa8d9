package weft.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for an instant, so that none rots. The times mean nothing. */
@Tag("slow")
final class SmokeTest {

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^weft\\.benchmark\\.")
            .param("fabric", "superpod")
            .param("hosts", "128")
            .param("gpus", "1024")
            .param("nodes", "16")
            .param("bytes", "20000")
            .param("exchange", "16 distinct 1%")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(options).run();

    assertThat(results).isNotEmpty();
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result.getPrimaryResult().getScore())
                    .as(result.getParams().getBenchmark())
                    .isPositive());
    assertThat(results.stream().map(result -> result.getParams().getBenchmark()))
        .contains("weft.benchmark.micro.EventQueueHold.weft")
        .contains("weft.benchmark.micro.MaxMinSolve.solve")
        .contains("weft.benchmark.micro.ScheduleBuild.build")
        .contains("weft.benchmark.model.PacketHops.permutation")
        .contains("weft.benchmark.macro.AllToAll.run")
        .contains("weft.benchmark.macro.TrainingStep.step")
        .contains("weft.benchmark.macro.LargestFabrics.buildAnalyseCompile");
  }
}
