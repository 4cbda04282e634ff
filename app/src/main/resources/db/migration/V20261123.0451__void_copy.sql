-- A void invoice has a document of its own that says so.
alter table invoice_pdf drop constraint invoice_pdf_copy_check;
alter table invoice_pdf add constraint invoice_pdf_copy_check check (copy in ('issued', 'paid', 'void'));
