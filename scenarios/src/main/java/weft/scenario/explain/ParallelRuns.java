package weft.scenario.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.Change;
import weft.scenario.spec.ScenarioSpec;
import weft.sim.run.ProgressListener;
import weft.sim.run.TracedResult;

/** Runs a changed scenario on every core; the results do not depend on how many there are. */
public final class ParallelRuns implements WhatIf.Runs {

  private final Assembler assembler;
  private final ScenarioSpec scenario;
  private final Subject subject;
  private final int threads;
  private final BooleanSupplier isInterrupted;
  private final Runnable onDone;
  private final AtomicBoolean shortOfMemory = new AtomicBoolean();

  /**
   * Runs of a scenario.
   *
   * @param subject what counts of it, as it is
   * @param threads how many run at a time
   * @param isInterrupted whether to stop
   * @param onDone is called after each run, by any thread
   */
  public ParallelRuns(
      Assembler assembler,
      ScenarioSpec scenario,
      Subject subject,
      int threads,
      BooleanSupplier isInterrupted,
      Runnable onDone) {
    this.assembler = assembler;
    this.scenario = scenario;
    this.subject = subject;
    this.threads = threads;
    this.isInterrupted = isInterrupted;
    this.onDone = onDone;
  }

  @Override
  public List<Optional<Outcome>> outcomes(List<Change> changes) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Optional<Outcome>>> futures =
          changes.stream().map(change -> pool.submit(() -> tried(change))).toList();
      List<Optional<Outcome>> outcomes = new ArrayList<>();
      for (Future<Optional<Outcome>> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs were under way", e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Whether a run was given up as the heap was full; no other was begun after that. */
  public boolean isShortOfMemory() {
    return shortOfMemory.get();
  }

  /** What is known already outlives a heap that is too small for all runs at a time. */
  private Optional<Outcome> tried(Change change) {
    if (isInterrupted.getAsBoolean() || shortOfMemory.get()) {
      return Optional.empty();
    }
    try {
      return outcome(change);
    } catch (OutOfMemoryError e) {
      shortOfMemory.set(true);
      return Optional.empty();
    }
  }

  private Optional<Outcome> outcome(Change change) {
    Subject changed = subject.in(assembler.changed(scenario, subject.assembly(), change));
    ProgressListener progress = (simulatedPs, events, done, total) -> !isInterrupted.getAsBoolean();
    TracedResult traced = changed.trace(progress);
    onDone.run();
    return traced.result().complete() ? Optional.of(Outcome.of(changed, traced)) : Optional.empty();
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}
