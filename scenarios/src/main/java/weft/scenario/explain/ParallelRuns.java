package weft.scenario.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.Change;
import weft.scenario.spec.ScenarioSpec;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;

/** Runs a changed scenario on every core; the results do not depend on how many there are. */
public final class ParallelRuns implements WhatIf.Runs {

  private final Assembler assembler;
  private final ScenarioSpec scenario;
  private final Assembly assembly;
  private final OptionalInt job;
  private final int threads;
  private final BooleanSupplier isInterrupted;
  private final Runnable onDone;

  /**
   * Runs of a scenario.
   *
   * @param assembly the scenario as it is
   * @param job number of the job whose end counts; empty if that of the whole run does
   * @param threads how many run at a time
   * @param isInterrupted whether to stop
   * @param onDone is called after each run, by any thread
   */
  public ParallelRuns(
      Assembler assembler,
      ScenarioSpec scenario,
      Assembly assembly,
      OptionalInt job,
      int threads,
      BooleanSupplier isInterrupted,
      Runnable onDone) {
    this.assembler = assembler;
    this.scenario = scenario;
    this.assembly = assembly;
    this.job = job;
    this.threads = threads;
    this.isInterrupted = isInterrupted;
    this.onDone = onDone;
  }

  @Override
  public List<OptionalLong> endsPs(List<Change> changes) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<OptionalLong>> futures =
          changes.stream().map(change -> pool.submit(() -> endPs(change))).toList();
      List<OptionalLong> ends = new ArrayList<>();
      for (Future<OptionalLong> future : futures) {
        ends.add(future.get());
      }
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs were under way", e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private OptionalLong endPs(Change change) {
    if (isInterrupted.getAsBoolean()) {
      return OptionalLong.empty();
    }
    SimulationResult result =
        Simulation.run(
            assembler.changed(scenario, assembly, change).simulation(),
            (simulatedPs, events, done, total) -> !isInterrupted.getAsBoolean());
    onDone.run();
    if (!result.complete()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        job.isPresent() ? result.jobs().get(job.getAsInt()).endPs() : result.endPs());
  }

  /** What a run has thrown is for whoever started it: it says what is wrong in words. */
  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}
